// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Calendar} from "../instruments/Calendar.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {ClockState, ClockWords} from "./ClockWord.sol";

/// @title ClockMath
/// @notice How a clock moves on: variances, the maintenance volatility, and averages over windows. Wad and seconds.
library ClockMath {
    /// @dev The settlement price is the average over this long before expiry.
    uint256 internal constant WINDOW = 60 minutes;
    /// @dev Speed of the maintenance volatility per second: 3 points of the options' width an hour up and a quarter point
    /// down, at z = 4.3 and a day: 0.03 / (4.3·√(1/365)) an hour.
    uint256 internal constant RISE = uint256(0.133_291e18) / 1 hours;
    uint256 internal constant FALL = uint256(0.011_107e18) / 1 hours;
    uint256 private constant FAST_HALF_LIFE = 1 days;
    uint256 private constant SLOW_HALF_LIFE = 30 days;
    uint256 private constant REVERSION = 12 days;
    uint256 private constant YEAR = 365 days;
    int256 private constant LN_2 = 0.693_147_180_559_945_309e18;
    uint256 private constant WAD = 1e18;

    /// @notice Fast and slow after a move from the clock's price to `price` over `elapsed` seconds:
    /// σ² ← d·σ² + (1 − d)·ln²(price/last)·year/elapsed, d = 2^(−elapsed/half-life).
    function variances(
        ClockState memory s,
        uint256 price,
        uint256 elapsed
    ) internal pure returns (uint256 fast, uint256 slow) {
        int256 move = FixedPoint.ln((price * WAD) / s.price);
        uint256 square = uint256(move * move) / WAD;
        uint256 rate = (square * YEAR) / elapsed;
        return (_blend(s.fast, rate, elapsed, FAST_HALF_LIFE), _blend(s.slow, rate, elapsed, SLOW_HALF_LIFE));
    }

    /// @notice σ̂ = max(fast, 0.75·fast + 0.25·stress), from the fast variance.
    function estimate(uint256 fastVariance, uint256 stress) internal pure returns (uint256) {
        uint256 fast = FixedPoint.sqrt(fastVariance);
        return Math.max(fast, (3 * fast + stress) / 4);
    }

    /// @notice The maintenance volatility `elapsed` seconds later: toward the estimate, no faster than RISE and FALL, and
    /// never below calm.
    function glide(
        uint256 maintenance,
        uint256 estimate_,
        uint256 calm,
        uint256 elapsed
    ) internal pure returns (uint256 moved) {
        uint256 from = Math.max(maintenance, calm);
        uint256 target = Math.max(estimate_, calm);
        if (target >= from) return Math.min(Math.min(target, from + RISE * elapsed), ClockWords.MAX_VOLATILITY);
        uint256 fall = FALL * elapsed;
        return from > target + fall ? from - fall : target;
    }

    /// @notice slow + (fast − slow)·e^(−tenor/12 days), from the variances: a volatility.
    function anchor(ClockState memory s, uint256 tenor) internal pure returns (uint256) {
        uint256 fast = FixedPoint.sqrt(s.fast);
        uint256 slow = FixedPoint.sqrt(s.slow);
        uint256 weight = uint256(FixedPoint.exp(-int256((tenor * WAD) / REVERSION)));
        return (slow * (WAD - weight) + fast * weight) / WAD;
    }

    /// @notice The first expiry after `time`: 08:00 UTC of that day or the next.
    function expiryAfter(uint256 time) internal pure returns (uint256) {
        return time - ((time - Calendar.HOUR_OF_EXPIRY) % 1 days) + 1 days;
    }

    /// @notice Average price over the window that ends at `expiry`, as far as it has passed at `until`, when the price that
    /// the clock holds gave way to `next` at `change`. 0 while the window is not open. The clock is of a time before expiry.
    function average(
        ClockState memory s,
        uint256 expiry,
        uint256 change,
        uint256 next,
        uint256 until
    ) internal pure returns (uint256) {
        uint256 start = expiry - WINDOW;
        if (until <= start) return 0;
        uint256 integral = s.sampledAt > start ? s.mean * (s.sampledAt - start) : 0;
        uint256 from = Math.max(s.sampledAt, start);
        uint256 middle = Math.min(Math.max(change, from), until);
        integral += s.price * (middle - from) + next * (until - middle);
        return integral / (until - start);
    }

    function _blend(uint256 variance, uint256 rate, uint256 elapsed, uint256 halfLife) private pure returns (uint256) {
        uint256 kept = uint256(FixedPoint.exp(-(LN_2 * int256(elapsed)) / int256(halfLife)));
        uint256 blended = (variance * kept + rate * (WAD - kept)) / WAD;
        return Math.min(blended, ClockWords.MAX_VARIANCE);
    }
}
