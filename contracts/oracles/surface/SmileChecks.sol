// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IVolatilitySurface} from "../../interfaces/IVolatilitySurface.sol";
import {FixedPoint} from "../../pricing/FixedPoint.sol";
import {Svi} from "../../pricing/Svi.sol";
import {SliceWord} from "./SliceWord.sol";
import {SmileCurve} from "./SmileCurve.sol";
import {SmileInForce} from "./SmileInForce.sol";

/// @dev A smile on its way in, for the time that is left. One is reused for all slices of a publication.
/// @param expiry Unix seconds
/// @param tenor Seconds to expiry
/// @param params Raw SVI of total variance
/// @param deviation √w(0), wad
/// @param squared w(0)/T in 1e36: the square of the volatility at the money
/// @param variances w at −4, −3 … 4 deviations and at two points around the bend, wad
struct Candidate {
    uint256 expiry;
    uint256 tenor;
    Svi.Params params;
    uint256 deviation;
    uint256 squared;
    uint256[11] variances;
}

/// @title SmileChecks
/// @notice What a smile must be to be stored. Every check is a pure function of figures that anybody can read.
/// @dev The SDK's `checkPublication.ts` refuses the same with errors of the same names. Volatilities are compared by
/// their squares, which is exact: a root that is rounded down is at least n where what is under it is at least n².
library SmileChecks {
    int256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;
    int256 private constant MAX_RHO = 1e6 - 1;
    /// @dev Least variance per year, wad: a volatility of 0.1%. It is well above the rounding of a and b, so no smile can
    /// become negative while its time runs off.
    int256 private constant MIN_VARIANCE = 1e12;
    /// @dev Largest volatility within ±4 deviations, wad: the risk engine does not read more.
    uint256 private constant MAX_VOLATILITY = 10e18;
    /// @dev Largest |ln(forward/spot)|, wad. Where an expiry has no past that limits its speed: 2%, and 10% a year more, which
    /// is more than the basis of calm and stormy markets has been.
    int256 private constant MAX_CARRY = 0.1e18;
    int256 private constant FIRST_CARRY = 0.02e18;
    int256 private constant FIRST_CARRY_PER_YEAR = 0.1e18;
    /// @dev Lee's bound of the slope of total variance, wad.
    uint256 private constant MAX_SLOPE = 2e18;
    /// @dev How far a volatility may move in an hour, as a part of it, and ln(forward/spot) likewise; wad.
    uint256 private constant VOLATILITY_PER_HOUR = 0.1e18;
    uint256 private constant CARRY_PER_HOUR = 0.005e18;
    /// @dev Seconds for which movement is granted at most.
    uint256 private constant MAX_ELAPSED = 2 hours;
    /// @dev Which variance is that of k = 0, and how many there are in a row.
    uint256 private constant CENTRE = 4;
    uint256 private constant ROW = 9;
    /// @dev How many deviations to either side are compared with the past, and with a neighbour.
    uint256 private constant PAST_REACH = 2;
    uint256 private constant NEIGHBOUR_REACH = 3;
    uint256 private constant UNBOUNDED = 1 << 159;

    /// @notice Reads a slice whose parameters are within their bounds into `c`.
    /// @param isFirst Whether nothing was published for this expiry
    function load(Candidate memory c, SliceWord word, uint256 expiry, uint256 tenor, bool isFirst) internal pure {
        _requireParameters(word, expiry);
        _requireDrift(word, expiry, tenor, isFirst ? _firstCarry(tenor) : MAX_CARRY);
        c.expiry = expiry;
        c.tenor = tenor;
        Svi.Params memory params = c.params;
        word.load(tenor, params);
        _requireSlope(params, expiry);
        uint256 variance = Svi.totalVariance(params, 0);
        c.deviation = FixedPoint.sqrt(variance);
        c.squared = _squareOf(variance, tenor);
        // Half-spreads are below 2^64.
        unchecked {
            uint256 halfSpread = word.halfSpread();
            if (4 * halfSpread * halfSpread > c.squared) {
                uint256 maximum = SmileInForce.volatilityOf(variance, tenor) / 2;
                _refuse(expiry, "halfSpread", int256(halfSpread), 0, int256(maximum));
            }
        }
    }

    /// @notice Refuses butterfly arbitrage: g, with 1/32 more of what slopes take from it, is at least 0 at 0, ±1, ±2,
    /// ±3, ±4 deviations D and at m ± 1.75·√(σ·D), or where ±4 D cuts these off (beyond, the surface is read flat).
    /// Notes w on the way. See `SmileCurve` for why this needs no second look as time passes.
    /// Between the points it may be negative: it is in 3 of 10,000 random smiles that pass (`surfaceDensity.test.ts`).
    /// @dev Behind a bend g is least where the curvature, b·σ²/2|k − m|³, no longer makes up for the slope, b²/4w. In
    /// random smiles that is at 1.3 to 2.2 times √(σ·D) from m, whatever the size of σ.
    function requireNoButterfly(Candidate memory c) internal pure {
        Svi.Params memory params = c.params;
        uint256 unit = c.deviation;
        // Within the bounds of the parameters deviations are below 2^65 and σ below 2^62, so everything is below 2^130.
        unchecked {
            int256 limit = int256(CENTRE * unit);
            (int256 k, int256 g) = SmileCurve.densitiesAt(params, -limit, unit, c.variances, 0, ROW);
            if (g >= 0) {
                int256 reach = int256((FixedPoint.sqrt((params.sigma * unit) / uint256(WAD)) * 7) / 4);
                int256 left = _clamp(params.m - reach, limit);
                uint256 step = uint256(_clamp(params.m + reach, limit) - left);
                (k, g) = SmileCurve.densitiesAt(params, left, step, c.variances, ROW, 2);
            }
            if (g < 0) revert IVolatilitySurface.ButterflyArbitrage(c.expiry, k, g);
        }
        _requireReadable(c);
    }

    /// @notice The volatility at the money stays within [0.4, 2.5] × the realised one.
    /// @param anchor Annual, wad
    function requireNearAnchor(Candidate memory c, uint256 anchor) internal pure {
        uint256 minimum = (anchor * 2) / 5;
        uint256 maximum = (anchor * 5) / 2;
        if (minimum * minimum <= c.squared && c.squared < (maximum + 1) * (maximum + 1)) return;
        uint256 volatility = FixedPoint.sqrt(c.squared / uint256(WAD));
        revert IVolatilitySurface.OutsideAnchor(c.expiry, volatility, minimum, maximum);
    }

    /// @notice At −2, −1 … 2 deviations the volatility stays within 10% per hour of the one in force there.
    /// @param past The smile in force
    /// @param elapsed Seconds between this slice and the one before; two hours count at most, so that a return after a
    /// silence is no jump
    function requireSlow(Candidate memory c, Svi.Params memory past, uint256 elapsed) internal pure {
        if (elapsed > MAX_ELAPSED) elapsed = MAX_ELAPSED;
        // Volatilities compare like the roots of total variances. Moves are below a wad.
        unchecked {
            uint256 move = (VOLATILITY_PER_HOUR * elapsed) / 1 hours;
            uint256 low = FixedPoint.mulUp(uint256(WAD) - move, uint256(WAD) - move);
            uint256 high = FixedPoint.mulDown(uint256(WAD) + move, uint256(WAD) + move);
            (uint256 i, uint256 before) = SmileCurve.firstOutside(
                past,
                c.variances,
                c.deviation,
                PAST_REACH * c.deviation,
                low,
                high - low
            );
            if (i <= CENTRE + PAST_REACH) _refuseMove(c, i, before, move);
        }
    }

    /// @notice ln(forward/spot) stays within 0.5% per hour of the one in force.
    /// @param carry Per year, wad
    /// @param current The one in force
    /// @param elapsed As in `requireSlow`
    function requireSlowCarry(Candidate memory c, int256 carry, int256 current, uint256 elapsed) internal pure {
        if (elapsed > MAX_ELAPSED) elapsed = MAX_ELAPSED;
        // The drift that may be added, per year of the tenor, is below 2^85, and carries are below 2^65.
        unchecked {
            int256 move = int256((CARRY_PER_HOUR * elapsed * YEAR) / (1 hours * c.tenor));
            bool inside = carry >= current - move && carry <= current + move;
            require(inside, IVolatilitySurface.CarryMovesTooFast(c.expiry, carry, current - move, current + move));
        }
    }

    /// @notice Of two expiries the later one has at least the total variance of the earlier, at −3, −2 … 3 deviations of
    /// the candidate.
    /// @dev It needs no second look as time passes either. With volatilities v that stay and times T1 < T2, both less by
    /// dt: if v1 ≥ v2, v1²·T1 falls by more than v2²·T2 does; if v1 < v2, v1²·T1 ≤ v2²·T2 holds for any T1 ≤ T2.
    /// @param params The neighbour's
    function requireCalendar(Candidate memory c, uint256 neighbour, Svi.Params memory params) internal pure {
        bool isLater = neighbour > c.expiry;
        (uint256 low, uint256 width) = isLater ? (0, uint256(WAD)) : (uint256(WAD), UNBOUNDED);
        uint256 unit = c.deviation;
        (uint256 i, ) = SmileCurve.firstOutside(params, c.variances, unit, NEIGHBOUR_REACH * unit, low, width);
        if (i <= CENTRE + NEIGHBOUR_REACH) _refuseCalendar(c, neighbour, _pointOf(c, i));
    }

    function _requireParameters(SliceWord word, uint256 expiry) private pure {
        int256 rho = word.rho();
        if (rho < -MAX_RHO || rho > MAX_RHO) _refuse(expiry, "rho", rho, -MAX_RHO, MAX_RHO);
        uint256 sigma = word.sigma();
        if (sigma == 0) _refuse(expiry, "sigma", 0, 1, int256(uint256(type(uint32).max)));
        // Figures are below 2^40, so everything is below 2^140.
        unchecked {
            int256 least = word.a() * 1e9;
            if (least >= MIN_VARIANCE) return;
            // The least value of w is at a + bσ√(1 − ρ²); b and σ in 1e-9 multiply to a wad.
            uint256 root = FixedPoint.sqrt(uint256(1e12 - rho * rho) * 1e6);
            least += int256((word.b() * sigma * root) / uint256(WAD));
            if (least < MIN_VARIANCE) _refuse(expiry, "variance", least, MIN_VARIANCE, type(int256).max);
        }
    }

    /// @param limit Of |ln(forward/spot)|
    function _requireDrift(SliceWord word, uint256 expiry, uint256 tenor, int256 limit) private pure {
        // A carry is below 2^65 and a tenor below 2^40.
        unchecked {
            int256 drift = (word.carry() * int256(tenor)) / int256(YEAR);
            if (drift < -limit || drift > limit) _refuse(expiry, "carry", drift, -limit, limit);
        }
    }

    function _firstCarry(uint256 tenor) private pure returns (int256 limit) {
        // A tenor is below 2^40.
        unchecked {
            limit = FIRST_CARRY + (FIRST_CARRY_PER_YEAR * int256(tenor)) / int256(YEAR);
            if (limit > MAX_CARRY) limit = MAX_CARRY;
        }
    }

    /// @dev Lee, The moment formula for implied volatility at extreme strikes, 2004: the wings rise by at most 2.
    function _requireSlope(Svi.Params memory params, uint256 expiry) private pure {
        // b is below 2^90 and |ρ| below 1.
        unchecked {
            int256 rho = params.rho;
            uint256 slope = (params.b * uint256(WAD + (rho < 0 ? -rho : rho))) / uint256(WAD);
            if (slope > MAX_SLOPE) revert IVolatilitySurface.SlopeTooSteep(expiry, slope, MAX_SLOPE);
        }
    }

    /// @dev w is convex, so its greatest value is at an end.
    function _requireReadable(Candidate memory c) private pure {
        uint256 first = c.variances[0];
        uint256 last = c.variances[2 * CENTRE];
        uint256 greatest = first > last ? first : last;
        if (_squareOf(greatest, c.tenor) < (MAX_VOLATILITY + 1) ** 2) return;
        int256 volatility = int256(SmileInForce.volatilityOf(greatest, c.tenor));
        _refuse(c.expiry, "volatility", volatility, 0, int256(MAX_VOLATILITY));
    }

    /// @dev w/T in 1e36, as `SmileInForce.volatilityOf` takes its root.
    /// @param variance Below 2^96
    /// @param tenor Positive
    function _squareOf(uint256 variance, uint256 tenor) private pure returns (uint256) {
        unchecked {
            return ((variance * YEAR) / tenor) * uint256(WAD);
        }
    }

    function _clamp(int256 k, int256 limit) private pure returns (int256) {
        if (k > limit) return limit;
        return k < -limit ? -limit : k;
    }

    /// @dev Log-moneyness of `variances[i]`.
    function _pointOf(Candidate memory c, uint256 i) private pure returns (int256) {
        return (int256(i) - int256(CENTRE)) * int256(c.deviation);
    }

    function _refuse(uint256 expiry, bytes32 name, int256 value, int256 minimum, int256 maximum) private pure {
        revert IVolatilitySurface.SliceOutOfBounds(expiry, name, value, minimum, maximum);
    }

    function _refuseMove(Candidate memory c, uint256 i, uint256 before, uint256 move) private pure {
        uint256 volatility = SmileInForce.volatilityOf(before, c.tenor);
        revert IVolatilitySurface.MovesTooFast(
            c.expiry,
            _pointOf(c, i),
            SmileInForce.volatilityOf(c.variances[i], c.tenor),
            FixedPoint.mulUp(volatility, uint256(WAD) - move),
            FixedPoint.mulDown(volatility, uint256(WAD) + move)
        );
    }

    function _refuseCalendar(Candidate memory c, uint256 neighbour, int256 k) private pure {
        (uint256 earlier, uint256 later) = neighbour > c.expiry ? (c.expiry, neighbour) : (neighbour, c.expiry);
        revert IVolatilitySurface.CalendarArbitrage(earlier, later, k);
    }
}
