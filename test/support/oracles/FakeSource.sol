// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";

/// @title FakeSource
/// @notice A source that says whatever a test tells it to, as a feed or as a pool, in every way a hostile one could.
contract FakeSource is IPriceSource {
    /// @notice How it misbehaves.
    enum Fault {
        None,
        Reverts,
        Short,
        BurnsGas,
        Huge
    }

    // solhint-disable-next-line const-name-snakecase
    uint32 public constant heartbeat = 1 hours;
    bool public immutable isPool;
    Fault public fault;
    uint256 private price;
    uint256 private updatedAt;

    error Broken();

    constructor(bool isPool_, uint256 price_) {
        isPool = isPool_;
        set(price_, block.timestamp);
    }

    function set(uint256 price_, uint256 updatedAt_) public {
        (price, updatedAt) = (price_, updatedAt_);
    }

    function setFault(Fault fault_) external {
        fault = fault_;
    }

    function latest() external view returns (uint256, uint256, uint80) {
        require(fault != Fault.Reverts, Broken());
        if (fault == Fault.Short) _answer(32);
        if (fault == Fault.Huge) _answer(100_000);
        if (fault == Fault.BurnsGas) _burn();
        return (price, updatedAt, 0);
    }

    /// @dev That many bytes of rubbish.
    function _answer(uint256 size) private pure {
        assembly {
            return(0, size)
        }
    }

    function _burn() private pure {
        while (true) {}
    }
}
