// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IPriceSource} from "../interfaces/IPriceSource.sol";

/// @dev What a source said. Price 0 stands for no valid answer.
/// @param price Wad
/// @param updatedAt Unix seconds
/// @param roundId The feed's number of the answer
/// @param fresh Valid, and not late
/// @param isPool Whether trades in one place move it
struct Answer {
    uint256 price;
    uint256 updatedAt;
    uint80 roundId;
    bool fresh;
    bool isPool;
}

/// @dev A source in one slot.
struct SourceSlot {
    IPriceSource source;
    uint32 heartbeat;
    bool isPool;
}

/// @title Answers
/// @notice Asks a source without trusting it: whatever it does, the result is a valid answer or none.
library Answers {
    /// @dev Keeps every price inside what the pricing kernels take.
    uint256 internal constant MAX_PRICE = 1e32;
    /// @dev Enough for an adapter that reads two feeds of 150,000 each; a source cannot burn more.
    uint256 internal constant GAS_LIMIT = 350_000;

    /// @notice The newest answer of a source.
    /// @param freshSince The answer is late when its heartbeat had passed at this time: now, or when the market closed
    function ask(SourceSlot memory slot, uint256 freshSince) internal view returns (Answer memory a) {
        (uint256 price, uint256 updatedAt, uint256 roundId) = _call(slot.source);
        if (price == 0 || price > MAX_PRICE || updatedAt == 0 || updatedAt > block.timestamp) return a;
        a.price = price;
        a.updatedAt = updatedAt;
        // Only the upper 16 of 80 bits are used, and a false one only makes a proof fail.
        a.roundId = uint80(roundId);
        a.isPool = slot.isPool;
        a.fresh = updatedAt + slot.heartbeat >= freshSince;
    }

    /// @dev Copies exactly three words, so neither a short nor a huge answer can make the caller revert. A call that failed
    /// for want of gas reverts: nobody makes a good source look dead by what he sends along.
    function _call(IPriceSource source) private view returns (uint256 price, uint256 updatedAt, uint256 roundId) {
        uint256 left = gasleft();
        bool ok;
        bytes4 selector = IPriceSource.latest.selector;
        // Safe: writes 96 bytes at the free pointer, which stays scratch memory.
        assembly ("memory-safe") {
            let out := mload(0x40)
            mstore(out, selector)
            ok := staticcall(GAS_LIMIT, source, out, 4, out, 96)
            ok := and(ok, gt(returndatasize(), 95))
            if ok {
                price := mload(out)
                updatedAt := mload(add(out, 32))
                roundId := mload(add(out, 64))
            }
        }
        if (!ok) {
            uint256 needed = (GAS_LIMIT * 64) / 63 + 5000;
            require(left >= needed, IPriceOracle.InsufficientGasForSource(left, needed));
        }
    }
}
