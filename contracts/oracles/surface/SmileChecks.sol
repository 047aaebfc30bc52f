// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IVolatilitySurface, Smile} from "../../interfaces/IVolatilitySurface.sol";
import {FixedPoint} from "../../pricing/FixedPoint.sol";
import {Svi} from "../../pricing/Svi.sol";
import {SliceWord} from "./SliceWord.sol";
import {SmileCurve} from "./SmileCurve.sol";
import {SmileInForce} from "./SmileInForce.sol";

/// @dev A smile on its way in, for the time that is left.
/// @param expiry Unix seconds
/// @param tenor Seconds to expiry
/// @param params Raw SVI of total variance
/// @param deviation √w(0), wad
/// @param atTheMoney √(w(0)/T), wad
/// @param points Log-moneyness at which it is looked at: −4, −3 … 4 deviations and up to nine more
/// @param variances w there, wad
struct Candidate {
    uint256 expiry;
    uint256 tenor;
    Svi.Params params;
    uint256 deviation;
    uint256 atTheMoney;
    int256[18] points;
    uint256[18] variances;
}

/// @title SmileChecks
/// @notice What a smile must be to be stored. Every check is a pure function of figures that anybody can read.
/// @dev The SDK's `checkPublication.ts` refuses the same with errors of the same names.
library SmileChecks {
    int256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;
    int256 private constant MAX_RHO = 1e6 - 1;
    /// @dev Least variance per year, wad: a volatility of 0.1%. It is well above the rounding of a and b, so no smile can
    /// become negative while its time runs off.
    int256 private constant MIN_VARIANCE = 1e12;
    /// @dev Largest volatility within ±4 deviations, wad: the risk engine does not read more.
    uint256 private constant MAX_VOLATILITY = 10e18;
    /// @dev Largest |ln(forward/spot)|, wad.
    int256 private constant MAX_CARRY = 0.1e18;
    /// @dev Lee's bound of the slope of total variance, wad.
    uint256 private constant MAX_SLOPE = 2e18;
    /// @dev How far a volatility may move in an hour, as a part of it, and ln(forward/spot) likewise; wad.
    uint256 private constant VOLATILITY_PER_HOUR = 0.1e18;
    uint256 private constant CARRY_PER_HOUR = 0.005e18;
    /// @dev Seconds for which movement is granted at most.
    uint256 private constant MAX_ELAPSED = 2 hours;
    /// @dev Which point is k = 0.
    uint256 private constant CENTRE = 4;
    /// @dev How many deviations to either side are compared with the past, and with a neighbour.
    uint256 private constant PAST_REACH = 2;
    uint256 private constant NEIGHBOUR_REACH = 3;

    /// @notice Reads a slice whose parameters are within their bounds into `c`.
    function load(Candidate memory c, SliceWord word, uint256 expiry, uint256 tenor) internal pure {
        _requireParameters(word, expiry, tenor);
        c.expiry = expiry;
        c.tenor = tenor;
        c.params = word.params(tenor);
        _requireSlope(c);
        uint256 variance = Svi.totalVariance(c.params, 0);
        c.deviation = FixedPoint.sqrt(variance);
        c.atTheMoney = SmileInForce.volatilityOf(variance, tenor);
        _requireWithin(expiry, "halfSpread", int256(word.halfSpread()), 0, int256(c.atTheMoney / 2));
    }

    /// @notice Refuses butterfly arbitrage: g ≥ 0 at 0, ±½, ±1, ±2, ±3, ±4 deviations and, as far as they are within ±4
    /// (beyond, the surface is read flat), at m, m ± σ/2, m ± σ and m ± 2σ, around which the smile bends. See `SmileCurve`
    /// for why this needs no second look as time passes. Notes w on the way.
    function requireNoButterfly(Candidate memory c) internal pure {
        uint256 count = _choosePoints(c);
        (uint256 i, int256 g) = SmileCurve.densitiesAt(c.params, c.points, count, c.variances);
        if (i < count) revert IVolatilitySurface.ButterflyArbitrage(c.expiry, c.points[i], g);
        // w is convex, so its greatest value is at an end.
        uint256 greatest = c.variances[0] > c.variances[8] ? c.variances[0] : c.variances[8];
        int256 volatility = int256(SmileInForce.volatilityOf(greatest, c.tenor));
        _requireWithin(c.expiry, "volatility", volatility, 0, int256(MAX_VOLATILITY));
    }

    /// @notice The volatility at the money stays within [0.4, 2.5] × the realised one.
    /// @param anchor Annual, wad
    function requireNearAnchor(Candidate memory c, uint256 anchor) internal pure {
        uint256 minimum = (anchor * 2) / 5;
        uint256 maximum = (anchor * 5) / 2;
        bool inside = c.atTheMoney >= minimum && c.atTheMoney <= maximum;
        require(inside, IVolatilitySurface.OutsideAnchor(c.expiry, c.atTheMoney, minimum, maximum));
    }

    /// @notice At −2, −1 … 2 deviations the volatility stays within 10% per hour of the one in force there, and
    /// ln(forward/spot) within 0.5% per hour.
    /// @param carry Per year, wad
    /// @param elapsed Seconds between this slice and the one before; two hours count at most, so that a return after a
    /// silence is no jump
    function requireSlow(Candidate memory c, int256 carry, Smile memory current, uint256 elapsed) internal pure {
        if (elapsed > MAX_ELAPSED) elapsed = MAX_ELAPSED;
        uint256 move = (VOLATILITY_PER_HOUR * elapsed) / 1 hours;
        uint256[9] memory past;
        SmileCurve.variancesAt(current.svi, c.points, PAST_REACH, past);
        // Volatilities compare like the roots of total variances. Those are below 2^96, the factors below 2^121.
        unchecked {
            uint256 low = (uint256(WAD) - move) * (uint256(WAD) - move);
            uint256 high = (uint256(WAD) + move) * (uint256(WAD) + move);
            for (uint256 i = CENTRE - PAST_REACH; i <= CENTRE + PAST_REACH; ++i) {
                uint256 scaled = c.variances[i] * uint256(WAD * WAD);
                if (scaled < past[i] * low || scaled > past[i] * high) _refuseMove(c, i, past[i], move);
            }
        }
        _requireSlowCarry(c, carry, current.carry, elapsed);
    }

    /// @notice Of two expiries the later one has at least the total variance of the earlier, at −3, −2 … 3 deviations of
    /// the candidate.
    /// @dev It needs no second look as time passes either. With volatilities v that stay and times T1 < T2, both less by
    /// dt: if v1 ≥ v2, v1²·T1 falls by more than v2²·T2 does; if v1 < v2, v1²·T1 ≤ v2²·T2 holds for any T1 ≤ T2.
    function requireCalendar(
        Candidate memory c,
        uint256 neighbour,
        SliceWord word,
        uint256 neighbourTenor
    ) internal pure {
        uint256[9] memory others;
        SmileCurve.variancesAt(word.params(neighbourTenor), c.points, NEIGHBOUR_REACH, others);
        bool isLater = neighbour > c.expiry;
        unchecked {
            for (uint256 i = CENTRE - NEIGHBOUR_REACH; i <= CENTRE + NEIGHBOUR_REACH; ++i) {
                if (isLater ? c.variances[i] > others[i] : others[i] > c.variances[i]) {
                    _refuseCalendar(c, neighbour, c.points[i]);
                }
            }
        }
    }

    function _requireParameters(SliceWord word, uint256 expiry, uint256 tenor) private pure {
        int256 rho = word.rho();
        _requireWithin(expiry, "rho", rho, -MAX_RHO, MAX_RHO);
        uint256 sigma = word.sigma();
        _requireWithin(expiry, "sigma", int256(sigma), 1, int256(uint256(type(uint32).max)));
        // The least value of w is at a + bσ√(1 − ρ²); b and σ in 1e-9 multiply to a wad.
        uint256 root = FixedPoint.sqrt(uint256(1e12 - rho * rho) * 1e6);
        int256 least = word.a() * 1e9 + int256((word.b() * sigma * root) / uint256(WAD));
        _requireWithin(expiry, "variance", least, MIN_VARIANCE, type(int256).max);
        int256 drift = (word.carry() * int256(tenor)) / int256(YEAR);
        _requireWithin(expiry, "carry", drift, -MAX_CARRY, MAX_CARRY);
    }

    /// @dev Lee, The moment formula for implied volatility at extreme strikes, 2004: the wings rise by at most 2.
    function _requireSlope(Candidate memory c) private pure {
        int256 rho = c.params.rho;
        uint256 slope = (c.params.b * uint256(WAD + (rho < 0 ? -rho : rho))) / uint256(WAD);
        require(slope <= MAX_SLOPE, IVolatilitySurface.SlopeTooSteep(c.expiry, slope, MAX_SLOPE));
    }

    /// @dev Where the density is looked at, and at how many points.
    function _choosePoints(Candidate memory c) private pure returns (uint256 count) {
        // Below the bounds of the parameters deviations are below 2^69.
        unchecked {
            int256[18] memory points = c.points;
            int256 unit = int256(c.deviation);
            int256 limit = -int256(CENTRE) * unit;
            for (count = 0; count <= 2 * CENTRE; ++count) {
                points[count] = limit;
                limit += unit;
            }
            limit -= unit;
            points[9] = unit / 2;
            points[10] = -unit / 2;
            int256 m = c.params.m;
            int256 sigma = int256(c.params.sigma);
            count = _add(points, 11, m, limit);
            count = _add(points, count, m + sigma / 2, limit);
            count = _add(points, count, m - sigma / 2, limit);
            count = _add(points, count, m + sigma, limit);
            count = _add(points, count, m - sigma, limit);
            count = _add(points, count, m + 2 * sigma, limit);
            count = _add(points, count, m - 2 * sigma, limit);
        }
    }

    /// @dev Notes a point inside ±`limit`; returns the number of points.
    function _add(int256[18] memory points, uint256 count, int256 k, int256 limit) private pure returns (uint256) {
        // A limit is at least 0, and there are at most 18 points.
        unchecked {
            if (k >= limit || k <= -limit) return count;
            points[count] = k;
            return count + 1;
        }
    }

    function _requireSlowCarry(Candidate memory c, int256 carry, int256 current, uint256 elapsed) private pure {
        // The drift that may be added, per year of the tenor.
        int256 move = int256((CARRY_PER_HOUR * elapsed * YEAR) / (1 hours * c.tenor));
        bool inside = carry >= current - move && carry <= current + move;
        require(inside, IVolatilitySurface.CarryMovesTooFast(c.expiry, carry, current - move, current + move));
    }

    function _requireWithin(uint256 expiry, bytes32 name, int256 value, int256 minimum, int256 maximum) private pure {
        bool inside = value >= minimum && value <= maximum;
        require(inside, IVolatilitySurface.SliceOutOfBounds(expiry, name, value, minimum, maximum));
    }

    function _refuseMove(Candidate memory c, uint256 i, uint256 before, uint256 move) private pure {
        uint256 volatility = SmileInForce.volatilityOf(before, c.tenor);
        revert IVolatilitySurface.MovesTooFast(
            c.expiry,
            c.points[i],
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
