// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FundingState} from "../interfaces/IFunding.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";

/// @title FundingRate
/// @notice Rate and index of a perpetual's funding at a time after the last accrual. The rate moves at its velocity for an
/// hour, or until it reaches its greatest value, and stays there: so an imbalance that nobody looks at any more does not
/// drive it on.
library FundingRate {
    /// @notice How long an imbalance counts after it was taken.
    uint256 internal constant HOLD = 1 hours;
    uint256 private constant YEAR = 365 days;
    uint256 private constant WAD = 1e18;

    /// @notice The rate `elapsed` seconds after the accrual, wad per year.
    function rateAfter(FundingState memory s, uint256 maxRate, uint256 elapsed) internal pure returns (int256) {
        int256 most = int256(maxRate);
        int256 rate = s.rate + s.velocity * int256(Math.min(elapsed, HOLD));
        if (rate > most) return most;
        return rate < -most ? -most : rate;
    }

    /// @notice The index `elapsed` seconds after the accrual: the integral of rate · price, exact over the whole path and
    /// rounded toward minus infinity once.
    function indexAfter(FundingState memory s, uint256 maxRate, uint256 elapsed) internal pure returns (int256) {
        (int256 area, uint256 unit) = _integral(s, maxRate, elapsed);
        return s.index + FixedPoint.mulDivFloor(area, s.price, unit * WAD * YEAR);
    }

    /// @dev ∫ rate dt as area / unit. Where the rate reaches the limit L on its way, it is L·t less the triangle that was
    /// missing before, (L − rate)² / (2·|velocity|).
    function _integral(
        FundingState memory s,
        uint256 maxRate,
        uint256 elapsed
    ) private pure returns (int256 area, uint256 unit) {
        int256 time = int256(elapsed);
        int256 ramp = int256(Math.min(elapsed, HOLD));
        int256 limit = s.velocity < 0 ? -int256(maxRate) : int256(maxRate);
        int256 reached = s.rate + s.velocity * ramp;
        bool passes = s.velocity < 0 ? reached < limit : reached > limit;
        // Up to here a velocity of 0 stays on the path that does not pass: the rate is never stored above its limit.
        if (!passes) return (2 * s.rate * time + s.velocity * ramp * (2 * time - ramp), 2);
        int256 missing = limit - s.rate;
        // Safe: a velocity is far below 2^63.
        unit = 2 * uint256(s.velocity < 0 ? -s.velocity : s.velocity);
        int256 triangle = missing * missing;
        area = int256(unit) * limit * time + (s.velocity < 0 ? triangle : -triangle);
    }
}
