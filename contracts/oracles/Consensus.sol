// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Answer} from "./Answers.sol";

/// @dev The price that the house last stored, wad, when, and the volatility by which prices age.
struct Anchor {
    uint256 price;
    uint256 time;
    uint256 volatility;
}

/// @title Consensus
/// @notice One price and its interval from sources that may be late, wrong or at odds. docs/oracles.md gives the table.
/// The stored price is a witness: a source that stayed with it is believed before one that jumped.
library Consensus {
    /// @dev Sources this close agree.
    uint256 internal constant AGREEMENT = 0.015e18;
    /// @dev Standard deviations in half of the interval.
    uint256 private constant INTERVAL_Z = 2;
    /// @dev How far a price may move from the stored one before somebody else has to confirm it: so much at once, and as
    /// much again every period. No market has moved so far so fast in ten minutes; a broken feed has.
    uint256 private constant REACH = 0.15e18;
    uint256 private constant REACH_PERIOD = 10 minutes;
    /// @dev The interval never reaches zero.
    uint256 private constant MAX_HALF_WIDTH = 0.95e18;
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;

    /// @notice Whether two prices agree.
    function agree(uint256 a, uint256 b) internal pure returns (bool) {
        (uint256 low, uint256 high) = a < b ? (a, b) : (b, a);
        return high - low <= FixedPoint.mulDown(low, AGREEMENT);
    }

    /// @notice The reading when not all is well but some source is fresh.
    /// @param answers In the order of trust
    function degraded(
        Answer[] memory answers,
        Anchor memory anchor
    ) internal view returns (IPriceOracle.Reading memory r) {
        r.status = IPriceOracle.Status.Degraded;
        Answer[] memory believed = _believed(answers, anchor);
        Answer memory chosen = _chosen(believed, anchor);
        (r.price, r.low, r.high, r.updatedAt) = (chosen.price, chosen.price, chosen.price, chosen.updatedAt);
        for (uint256 i = 0; i < believed.length; ++i) {
            _include(r, believed[i].price);
        }
        (uint256 low, uint256 high) = (r.low, r.high);
        widen(r, ageWidth(anchor.volatility, block.timestamp - chosen.updatedAt));
        // Where one at odds stands, it is the end itself. An account is judged at the price and at the ends: one that is
        // sound at the price of a good feed, and nowhere around it, would else fall to a bad feed beside it.
        if (low < r.price) r.low = low;
        if (high > r.price) r.high = high;
        _includeLate(r, answers, anchor.volatility);
    }

    /// @notice The reading when no source is fresh: the last price known.
    function down(Answer[] memory answers, Anchor memory anchor) internal view returns (IPriceOracle.Reading memory r) {
        uint256 time = anchor.time;
        r.price = anchor.price;
        for (uint256 i = 0; i < answers.length; ++i) {
            bool newer = answers[i].price != 0 && answers[i].updatedAt >= time;
            if (newer && inReach(answers[i].price, anchor)) (r.price, time) = (answers[i].price, answers[i].updatedAt);
        }
        (r.low, r.high, r.status, r.updatedAt) = (r.price, r.price, IPriceOracle.Status.Down, time);
        widen(r, ageWidth(anchor.volatility, block.timestamp - time));
    }

    /// @notice Moves both ends out by a share of the price.
    function widen(IPriceOracle.Reading memory r, uint256 share) internal pure {
        uint256 half = FixedPoint.mulDown(r.price, share);
        uint256 floor = r.price - FixedPoint.mulDown(r.price, MAX_HALF_WIDTH);
        r.low = r.low > half + floor ? r.low - half : Math.min(r.low, floor);
        r.high += half;
    }

    /// @notice z · σ · √age, at most 95%.
    function ageWidth(uint256 volatility, uint256 age) internal pure returns (uint256) {
        uint256 share = INTERVAL_Z * FixedPoint.mulUp(volatility, FixedPoint.sqrt((age * WAD) / YEAR));
        return Math.min(share, MAX_HALF_WIDTH);
    }

    /// @notice Whether a price can have come about since the stored one without being confirmed.
    function inReach(uint256 price, Anchor memory anchor) internal view returns (bool) {
        (uint256 low, uint256 high) = price < anchor.price ? (price, anchor.price) : (anchor.price, price);
        uint256 reach = REACH + (REACH * (block.timestamp - anchor.time)) / REACH_PERIOD;
        return high - low <= FixedPoint.mulDown(low, reach);
    }

    /// @dev The fresh answers that count, the leader first. One that another confirms stands alone; else those at odds
    /// stand beside each other. A pool confirms, but contradicts a feed only when that has left the reach of the stored
    /// price: moving a pool shields nobody.
    function _believed(Answer[] memory answers, Anchor memory anchor) private view returns (Answer[] memory believed) {
        Answer[] memory fresh = _fresh(answers);
        uint256 leader = _leader(fresh, anchor);
        Answer memory lead = fresh[leader];
        bool sound = inReach(lead.price, anchor);
        bool confirmed = false;
        believed = new Answer[](fresh.length + 1);
        uint256 kept = 0;
        believed[kept++] = lead;
        for (uint256 i = 0; i < fresh.length; ++i) {
            if (i == leader) continue;
            if (agree(fresh[i].price, lead.price)) confirmed = true;
            else if (!fresh[i].isPool && inReach(fresh[i].price, anchor)) believed[kept++] = fresh[i];
            else if (fresh[i].isPool && !sound) believed[kept++] = fresh[i];
        }
        if (confirmed) {
            kept = 1;
        } else if (kept == 3 && agree(believed[1].price, believed[2].price)) {
            (believed[0], kept) = (believed[1], 1);
        } else if (kept == 1 && !sound) {
            // Nobody confirms a jump out of reach: the stored price stands beside it.
            believed[kept++] = Answer(anchor.price, anchor.time, 0, false, false);
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(believed, kept)
        }
    }

    /// @dev The first fresh feed in reach of the stored price; else the first fresh answer.
    function _leader(Answer[] memory fresh, Anchor memory anchor) private view returns (uint256) {
        for (uint256 i = 0; i < fresh.length; ++i) {
            if (!fresh[i].isPool && inReach(fresh[i].price, anchor)) return i;
        }
        return 0;
    }

    function _fresh(Answer[] memory answers) private pure returns (Answer[] memory fresh) {
        fresh = new Answer[](answers.length);
        uint256 kept = 0;
        for (uint256 i = 0; i < answers.length; ++i) {
            if (answers[i].fresh) fresh[kept++] = answers[i];
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(fresh, kept)
        }
    }

    /// @dev Of those at odds the nearest to the stored price: who has not moved is believed.
    function _chosen(Answer[] memory believed, Anchor memory anchor) private pure returns (Answer memory chosen) {
        chosen = believed[0];
        for (uint256 i = 1; i < believed.length; ++i) {
            if (_distance(believed[i].price, anchor.price) < _distance(chosen.price, anchor.price)) {
                chosen = believed[i];
            }
        }
    }

    /// @dev What a late answer says is still in the interval, as far as its age does not explain the difference.
    function _includeLate(IPriceOracle.Reading memory r, Answer[] memory answers, uint256 volatility) private view {
        for (uint256 i = 0; i < answers.length; ++i) {
            Answer memory a = answers[i];
            if (a.price == 0 || a.fresh) continue;
            uint256 explained = FixedPoint.mulDown(a.price, ageWidth(volatility, block.timestamp - a.updatedAt));
            if (a.price > r.price + explained) _include(r, a.price - explained);
            else if (a.price + explained < r.price) _include(r, a.price + explained);
        }
    }

    function _include(IPriceOracle.Reading memory r, uint256 price) private pure {
        if (price < r.low) r.low = price;
        if (price > r.high) r.high = price;
    }

    /// @dev Greater over smaller, wad: ×2 and ÷2 are equally far.
    function _distance(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? FixedPoint.divDown(b, a) : FixedPoint.divDown(a, b);
    }
}
