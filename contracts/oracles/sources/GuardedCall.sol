// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceSource} from "../../interfaces/IPriceSource.sol";

/// @title GuardedCall
/// @notice Reads from a contract that is not trusted: whatever it does, the caller goes on with an answer or with none.
library GuardedCall {
    /// @dev Enough for a proxy with its aggregator, or for a pool's search through its history.
    uint256 internal constant GAS_LIMIT = 150_000;
    /// @dev A call passes on at most 63/64 of the gas that is left. The rest covers opening a cold account, and the
    /// account it delegates to.
    uint256 internal constant GAS_NEEDED = (GAS_LIMIT * 64) / 63 + 10_000;

    /// @notice The first `words` words of what `target` answers; an empty array if it reverts or answers less.
    /// @dev Reverts unless the limit can be granted in full: otherwise a caller could make a good feed look dead by
    /// choosing the gas of the transaction.
    /// @param words At least 1
    function read(address target, bytes memory data, uint256 words) internal view returns (uint256[] memory answer) {
        uint256 left = gasleft();
        require(left >= GAS_NEEDED, IPriceSource.InsufficientGas(left, GAS_NEEDED));
        uint256 size = words << 5;
        uint256 limit = GAS_LIMIT;
        // Safe: the array is allocated at the free pointer, and no more than its own words are copied, however much
        // the target returns. After a failure its length is 0 and what was copied is out of reach.
        assembly ("memory-safe") {
            answer := mload(0x40)
            let content := add(answer, 32)
            let ok := staticcall(limit, target, add(data, 32), mload(data), content, size)
            ok := and(ok, iszero(lt(returndatasize(), size)))
            mstore(answer, mul(ok, words))
            mstore(0x40, add(content, size))
        }
    }
}
