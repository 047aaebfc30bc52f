// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Smile} from "../../interfaces/IVolatilitySurface.sol";
import {FixedPoint} from "../../pricing/FixedPoint.sol";
import {Svi} from "../../pricing/Svi.sol";
import {SliceWord} from "./SliceWord.sol";

/// @title SmileInForce
/// @notice What a published slice says when time has passed since it was made. Every phase starts where the one before
/// ends, so a mark never jumps because publishers are silent.
///
///     up to 2 h    as published
///     2 h - 24 h   the smile is frozen: its volatilities stay; the half-spread widens
///     24 h - 72 h  blends in a straight line into the flat smile of the realised volatility
///     after 72 h   that flat smile; its half-spread is no narrower than it was when the smile was a day old
///
/// @dev The half-spread widens in a straight line, by a tenth of the volatility at the money until the smile is a day
/// old: about what that volatility moves in a day. A root of the time, the law of an unobserved diffusion, would rise
/// steepest in the first minutes and punish every late transaction; the line does not, meets it after a day, and keeps
/// its slope of the right size when the blend takes over.
/// The SDK's `smileNow.ts` gives the same bits.
library SmileInForce {
    uint256 internal constant FRESH = 2 hours;
    uint256 internal constant FROZEN = 24 hours;
    uint256 internal constant FORGOTTEN = 72 hours;

    uint256 private constant BLENDING = FORGOTTEN - FROZEN;
    /// @dev Seconds after which the half-spread has grown by the whole volatility at the money.
    uint256 private constant WIDENING = 10 * (FROZEN - FRESH);
    /// @dev The widest half-spread as a part of the realised volatility.
    uint256 private constant WIDEST = 4;
    uint256 private constant YEAR = 365 days;
    uint256 private constant WAD = 1e18;

    /// @notice Whether `calculate` uses the realised volatility.
    function needsAnchor(SliceWord word, uint256 age) internal pure returns (bool) {
        return word.time() == 0 || age > FROZEN;
    }

    /// @notice The smile that holds `age` seconds after `word` was made.
    /// @param tenor Seconds to expiry, positive, below 2^40
    /// @param anchor Realised volatility of the tenor, annual, wad
    function calculate(
        SliceWord word,
        uint256 tenor,
        uint256 age,
        uint256 anchor
    ) internal pure returns (Smile memory smile) {
        if (word.time() == 0) return _flat(tenor, anchor);
        smile = word.smile(tenor);
        if (age <= FRESH) return smile;
        _widen(smile, tenor, age < FROZEN ? age : FROZEN);
        if (age > FROZEN) _blend(smile, _flat(tenor, anchor), (age < FORGOTTEN ? age : FORGOTTEN) - FROZEN);
    }

    /// @notice The curve and the carry of `calculate`.
    /// @param scratch Where a fresh one is written
    function curve(
        SliceWord word,
        uint256 tenor,
        uint256 age,
        uint256 anchor,
        Svi.Params memory scratch
    ) internal pure returns (Svi.Params memory, int256 carry) {
        if (age > FRESH) {
            Smile memory smile = calculate(word, tenor, age, anchor);
            return (smile.svi, smile.carry);
        }
        word.load(tenor, scratch);
        return (scratch, word.carry());
    }

    /// @notice Volatility at the money of a total variance: √(w/T), rounded down.
    function volatilityOf(uint256 variance, uint256 tenor) internal pure returns (uint256) {
        return FixedPoint.sqrt((variance * YEAR) / tenor);
    }

    function _flat(uint256 tenor, uint256 anchor) private pure returns (Smile memory) {
        uint256 variance = (anchor * anchor * tenor) / (WAD * YEAR);
        Svi.Params memory params = Svi.Params({a: int256(variance), b: 0, rho: 0, m: 0, sigma: WAD});
        return Smile({svi: params, carry: 0, halfSpread: anchor / WIDEST});
    }

    function _widen(Smile memory smile, uint256 tenor, uint256 age) private pure {
        uint256 atTheMoney = volatilityOf(Svi.totalVariance(smile.svi, 0), tenor);
        smile.halfSpread += (atTheMoney * (age - FRESH)) / WIDENING;
    }

    /// @dev Moves the level, the slope, the carry and the half-spread; without a slope the rest has no effect. A spread
    /// that is wider than that of the realised volatility stays: silence is no reason to trust a smile more.
    function _blend(Smile memory smile, Smile memory flat, uint256 passed) private pure {
        uint256 left = BLENDING - passed;
        int256 level = smile.svi.a * int256(left) + flat.svi.a * int256(passed);
        smile.svi.a = FixedPoint.floorDiv(level, int256(BLENDING));
        smile.svi.b = (smile.svi.b * left) / BLENDING;
        smile.carry = (smile.carry * int256(left)) / int256(BLENDING);
        uint256 widest = flat.halfSpread > smile.halfSpread ? flat.halfSpread : smile.halfSpread;
        smile.halfSpread = (smile.halfSpread * left + widest * passed) / BLENDING;
    }
}
