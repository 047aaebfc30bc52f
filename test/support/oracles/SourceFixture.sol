// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {RoundsAggregator} from "../../../contracts/doubles/RoundsAggregator.sol";
import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";
import {IAggregatorProxy} from "../../../contracts/oracles/sources/ChainlinkSource.sol";
import {VM} from "../world/Vm.sol";

/// @dev One more cheat code, which only these tests use.
interface IEtch {
    function etch(address target, bytes calldata code) external;
}

/// @dev What a test needs of Chainlink's proxy besides reading.
interface IProxyOwner {
    function proposeAggregator(address aggregator) external;

    function confirmAggregator(address aggregator) external;
}

/// @title SourceFixture
/// @notice Feeds behind Chainlink's own proxy, and what every source has to keep to.
abstract contract SourceFixture {
    /// @dev A Friday, 09:00 UTC.
    uint256 internal constant START = 1_772_787_600;
    uint32 internal constant HEARTBEAT = 1 hours;
    uint256 internal constant LOW = 1e16;
    uint256 internal constant HIGH = 1e25;
    uint80 internal constant PHASE_1 = 1 << 64;
    uint80 internal constant PHASE_2 = 2 << 64;

    /// @dev The proxy's compiler version is not that of the tests: it comes from its artifact.
    function _proxy(RoundsAggregator aggregator) internal returns (IAggregatorProxy made) {
        bytes memory code = bytes.concat(VM.getCode("DataFeedsLegacyAggregatorProxy"), abi.encode(aggregator));
        assembly {
            made := create(0, add(code, 32), mload(code))
        }
        require(address(made) != address(0), "no proxy");
    }

    function _aggregator(uint8 decimals) internal returns (RoundsAggregator) {
        return new RoundsAggregator(decimals, "ETH / USD", address(this));
    }

    function _changePhase(IAggregatorProxy proxy, RoundsAggregator next) internal {
        IProxyOwner(address(proxy)).proposeAggregator(address(next));
        IProxyOwner(address(proxy)).confirmAggregator(address(next));
    }

    /// @dev Takes the code away, as a contract that destroyed itself.
    function _destroy(address target) internal {
        IEtch(address(VM)).etch(target, "");
    }

    function _requireAnswer(IPriceSource source, uint256 price, uint256 updatedAt, uint80 id) internal view {
        (uint256 p, uint256 u, uint80 i) = source.latest();
        require(p == price, "price");
        require(u == updatedAt, "time");
        require(i == id, "round");
    }

    function _requireNone(IPriceSource source) internal view {
        _requireAnswer(source, 0, 0, 0);
    }

    /// @dev A valid answer or none, never half of one.
    function _requireSane(IPriceSource source) internal view {
        (uint256 price, uint256 updatedAt, uint80 id) = source.latest();
        if (price == 0) {
            require(updatedAt == 0 && id == 0, "half an answer");
            return;
        }
        require(price > LOW && price < HIGH, "outside the bounds");
        require(updatedAt != 0 && updatedAt <= block.timestamp, "of the future");
    }

    /// @dev With any gas, the source gives the answer it gives with plenty, or reverts for want of gas.
    function _requireSameWith(IPriceSource source, uint256 gasLimit) internal view {
        (uint256 price, uint256 updatedAt, ) = source.latest();
        try source.latest{gas: gasLimit}() returns (uint256 p, uint256 u, uint80) {
            require(p == price && u == updatedAt, "a source that looks dead for want of gas");
        } catch (bytes memory reason) {
            // A caller with almost no gas cannot even be told why.
            require(reason.length == 0 || bytes4(reason) == IPriceSource.InsufficientGas.selector, "another reason");
        }
    }
}
