// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title PhasedFeed
/// @notice A feed as it looks behind Chainlink's proxy, phase 1, with rounds that a test writes and faults that it
/// switches on. (Mocha tests run against the real proxy, whose compiler version Solidity tests cannot import.)
contract PhasedFeed {
    struct Round {
        int256 answer;
        uint256 updatedAt;
    }

    /// @notice How the feed misbehaves.
    enum Fault {
        None,
        Reverts,
        Short,
        BurnsGas
    }

    uint8 public immutable decimals;
    // solhint-disable-next-line const-name-snakecase
    uint16 public constant phaseId = 1;
    Fault public fault;
    Round[] private rounds;

    error Broken();

    constructor(uint8 decimals_, int256 answer) {
        decimals = decimals_;
        rounds.push();
        update(answer);
    }

    /// @notice Adds a round now.
    function update(int256 answer) public {
        updateAt(answer, block.timestamp);
    }

    /// @notice Adds a round with a time of choice.
    function updateAt(int256 answer, uint256 time) public {
        rounds.push(Round(answer, time));
    }

    function setFault(Fault fault_) external {
        fault = fault_;
    }

    /// @notice The proxy's id of the last round.
    function lastId() public view returns (uint80) {
        return uint80((1 << 64) | (rounds.length - 1));
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return getRoundData(lastId());
    }

    function getRoundData(uint80 id) public view returns (uint80, int256, uint256, uint256, uint80) {
        require(fault != Fault.Reverts, Broken());
        if (fault == Fault.Short) _answerShort();
        if (fault == Fault.BurnsGas) _burn();
        uint256 i = uint64(id);
        if (i >= rounds.length || id >> 64 != phaseId) return (id, 0, 0, 0, id);
        Round memory r = rounds[i];
        return (id, r.answer, r.updatedAt, r.updatedAt, id);
    }

    function _answerShort() private pure {
        assembly {
            mstore(0, 1)
            return(0, 32)
        }
    }

    function _burn() private pure {
        while (true) {}
    }
}
