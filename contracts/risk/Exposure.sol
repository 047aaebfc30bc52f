// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {MarketState} from "../interfaces/IMarketInputs.sol";
import {Holding, LinearLeg} from "../interfaces/IMarketMargins.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {SPOTS, ScenarioGrid} from "./ScenarioGrid.sol";

/// @title Exposure
/// @notice What moves with the spot: collateral, perpetuals and futures. One number stands for all of it.
library Exposure {
    uint256 private constant WAD = 1e18;

    /// @dev What of a holding moves with the spot, wad. equity: its value, funding included. lasting: exposure of what
    /// does not expire. futures: exposure of the futures of each expiry. net: contracts that still move.
    struct Linear {
        int256 equity;
        int256 net;
        int256 lasting;
        int256[] futures;
    }

    /// @notice Values what moves with the spot.
    /// @param tenors Of the holding's expiries
    function load(
        Holding memory h,
        MarketState memory market,
        ScenarioGrid.Tenor[] memory tenors
    ) internal pure returns (Linear memory linear) {
        uint256 collateral = FixedPoint.mulDown(
            FixedPoint.mulDown(h.collateral, market.price),
            market.collateralFactor
        );
        linear.futures = new int256[](tenors.length);
        int256 perpetuals = 0;
        for (uint256 i = 0; i < h.linear.length; ++i) {
            LinearLeg memory leg = h.linear[i];
            uint256 mark = market.price;
            if (leg.expiry == 0) {
                perpetuals += leg.size;
                linear.equity += FixedPoint.mulFloor(-leg.size, market.fundingIndex - leg.fundingIndex);
            } else {
                uint256 place = 0;
                while (h.expiries[place].expiry != leg.expiry) ++place;
                linear.futures[place] += leg.size;
                mark = tenors[place].forward;
            }
            linear.equity += FixedPoint.mulFloor(leg.size, int256(mark)) - leg.entryNotional;
        }
        linear.net = perpetuals + int256(h.collateral);
        for (uint256 i = 0; i < tenors.length; ++i) {
            int256 size = linear.futures[i];
            if (size == 0) continue;
            linear.net += _moving(size, tenors[i]);
            linear.futures[i] = _moving(FixedPoint.mulFloor(size, int256(tenors[i].forward)), tenors[i]);
        }
        linear.equity += int256(collateral);
        linear.lasting = int256(collateral) + FixedPoint.mulFloor(perpetuals, int256(market.price));
    }

    /// @notice Width of a holding between that of a linear book and that of a book of options. What is hedged within the
    /// linear legs does not count: else a pair that cancels would buy its owner the lesser width.
    /// @param net Contracts that move with the spot
    function widthOf(Holding memory h, int256 net, uint256 linear, uint256 options) internal pure returns (uint256) {
        uint256 contracts = 0;
        for (uint256 i = 0; i < h.options.length; ++i) {
            contracts += SignedMath.abs(int128(uint128(h.options[i])));
        }
        uint256 all = contracts + SignedMath.abs(net);
        uint256 mix = all == 0 ? WAD : Math.min(WAD, (2 * contracts * WAD) / all);
        int256 step = ((int256(options) - int256(linear)) * int256(mix)) / int256(WAD);
        return uint256(int256(linear) + step);
    }

    /// @notice Greatest loss of an exposure alone; the tails count in part.
    function lossOf(
        int256 exposure,
        int256[SPOTS] memory shifts,
        uint256 tailWeight
    ) internal pure returns (uint256 worst) {
        if (exposure == 0) return 0;
        for (uint256 i = 0; i < SPOTS; ++i) {
            int256 loss = -FixedPoint.mulFloor(exposure, shifts[i]);
            if (loss <= 0) continue;
            uint256 counted = uint256(loss);
            if (i >= ScenarioGrid.FIRST_TAIL_SPOT) counted = FixedPoint.mulUp(counted, tailWeight);
            if (counted > worst) worst = counted;
        }
    }

    /// @dev The part of a future that its expiry's forward still moves.
    function _moving(int256 amount, ScenarioGrid.Tenor memory t) private pure returns (int256) {
        return t.share == WAD ? amount : FixedPoint.mulFloor(amount, int256(t.share));
    }
}
