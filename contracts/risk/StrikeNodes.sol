// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {HeldExpiry} from "../interfaces/IMarketMargins.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {SCENARIOS, SPOTS, ScenarioGrid} from "./ScenarioGrid.sol";

/// @title StrikeNodes
/// @notice Close to expiry an option's value bends at its strike, between the shifts of the grid. So a book is also looked
/// at where the spot meets a strike, with a day less to run and volatility down. docs/risk.md gives every rounding.
library StrikeNodes {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = ScenarioGrid.YEAR;
    /// @dev 4.3·√(1 day / 1 year): the width that a volatility implies.
    uint256 private constant WIDTH_OF_VOLATILITY = 0.225072286713791900e18;
    /// @dev An expiry is near from 3 days on; from 7 where the width is 1.5 times the implied one or more, between from 1.25.
    uint256 private constant NEAR = 3 days;
    uint256 private constant NEAR_BY_WIDTH = 4 days;
    uint256 private constant GLIDE = 1 days;
    /// @dev Time value: PEAK · u · (u/h)³ with h = REACH_TENTHS/10 standard deviations, within 0.6% of 0.3989 at its peak.
    uint256 private constant REACH_TENTHS = 31;
    uint256 private constant PEAK = 0.128691059e18;

    /// @dev The nodes of a book at one width. shifts: of the spot, wad. segments, fractions: between which shifts of the grid
    /// a node lies and how far. near: totals of what is near, 1e-36. row: totals of the rest with volatility down, by shift
    /// of the grid. weights: of the expiries, in their order.
    struct Nodes {
        int256[] shifts;
        uint256[] segments;
        int256[] fractions;
        int256[] near;
        int256[7] row;
        uint256[] weights;
    }

    /// @notice The nodes of a book.
    /// @param expiries Of the book, the last first
    /// @param tenors Theirs
    /// @param options In the order of the expiries
    /// @param grid Shifts of the grid
    /// @param glides Whether an expiry comes near within a day, or at once
    function find(
        HeldExpiry[] memory expiries,
        ScenarioGrid.Tenor[] memory tenors,
        ScenarioGrid.Option[] memory options,
        int256[SPOTS] memory grid,
        uint256 width,
        bool glides
    ) internal pure returns (Nodes memory nodes) {
        uint256 most = 0;
        nodes.weights = new uint256[](tenors.length);
        for (uint256 i = 0; i < tenors.length; ++i) {
            if (expiries[i].options == 0) continue;
            nodes.weights[i] = _weightOf(tenors[i], width, glides);
            if (nodes.weights[i] != 0) most += expiries[i].options;
        }
        if (most == 0) return nodes;
        nodes.shifts = new int256[](most + 2);
        (nodes.shifts[0], nodes.shifts[1]) = (grid[0], grid[6]);
        uint256 kept = 2;
        uint256 first = 0;
        for (uint256 i = 0; i < tenors.length; ++i) {
            for (uint256 j = first; j < first + expiries[i].options && nodes.weights[i] != 0; ++j) {
                (bool meets, int256 x) = _meet(tenors[i], options[j].strike);
                if (meets && x > grid[0] && x < grid[6]) kept = _include(nodes.shifts, kept, x);
            }
            first += expiries[i].options;
        }
        _locate(nodes, kept, grid);
    }

    /// @notice Adds an expiry: what is near of it at the nodes, the rest to the row.
    /// @param index Place of the expiry
    /// @param first Its first option
    /// @param before The book's totals without it, with volatility down, by shift of the grid
    /// @param totals The book's totals with it
    /// @param spread Whether its options are valued on their side of the volatility spread
    function add(
        Nodes memory nodes,
        uint256 index,
        ScenarioGrid.Tenor memory tenor,
        ScenarioGrid.Option[] memory options,
        uint256 first,
        uint256 count,
        int256[7] memory before,
        int256[SCENARIOS] memory totals,
        bool spread
    ) internal pure {
        uint256 weight = nodes.weights[index];
        for (uint256 j = 0; j < 7 && weight != WAD; ++j) {
            int256 own = totals[3 * j] - before[j];
            nodes.row[j] += weight == 0 ? own : (own / int256(WAD)) * int256(WAD - weight);
        }
        if (weight == 0) return;
        int256[] memory forwards = _forwards(nodes.shifts, tenor);
        int256[] memory sums = new int256[](forwards.length);
        uint256 root = 0;
        if (tenor.timeToExpiry > 1 days) root = FixedPoint.sqrt(((tenor.timeToExpiry - 1 days) * WAD) / YEAR);
        uint256 halfSpread = spread ? tenor.halfSpread : 0;
        for (uint256 j = first; j < first + count; ++j) {
            uint256 deviation = (ScenarioGrid.shocked(options[j], tenor, halfSpread)[0] * root) / WAD;
            _value(options[j], tenor.discount, (REACH_TENTHS * deviation) / 10, forwards, sums);
        }
        for (uint256 i = 0; i < sums.length; ++i) {
            nodes.near[i] += (sums[i] / int256(WAD)) * int256(weight);
        }
    }

    /// @notice Greatest loss of a rest at the nodes, 0 if there is none.
    /// @param value Its options now, wad
    /// @param bound Most that its options can lose
    /// @param exposure What moves with the spot, wad
    function worst(
        Nodes memory nodes,
        int256 value,
        int256 bound,
        int256 exposure
    ) internal pure returns (int256 greatest) {
        for (uint256 i = 0; i < nodes.shifts.length; ++i) {
            uint256 j = nodes.segments[i];
            int256 far = nodes.row[j] + ((nodes.row[j + 1] - nodes.row[j]) / int256(WAD)) * nodes.fractions[i];
            int256 loss = value - FixedPoint.toWadFloor(far + nodes.near[i]);
            if (loss > bound) loss = bound;
            loss -= FixedPoint.mulFloor(exposure, nodes.shifts[i]);
            if (loss > greatest) greatest = loss;
        }
    }

    /// @dev How near an expiry counts: 0 not at all, 1 wholly.
    function _weightOf(ScenarioGrid.Tenor memory t, uint256 width, bool glides) private pure returns (uint256) {
        uint256 left = t.timeToExpiry;
        if (left == 0 || left >= NEAR + NEAR_BY_WIDTH) return 0;
        uint256 limit = NEAR;
        if (left > 2 days) {
            uint256 implied = (ScenarioGrid.volatilityAt(t, t.forward) * WIDTH_OF_VOLATILITY) / WAD;
            limit += (NEAR_BY_WIDTH * _excess(width, implied)) / WAD;
        }
        if (limit <= left) return 0;
        uint256 weight = ((limit - left) * WAD) / GLIDE;
        return glides && weight < WAD ? weight : WAD;
    }

    /// @dev 0 at a width of 1.25 times the implied one, 1 at 1.5 times.
    function _excess(uint256 width, uint256 implied) private pure returns (uint256) {
        if (implied == 0) return WAD;
        uint256 scaled = (4 * width * WAD) / implied;
        if (scaled <= 5 * WAD) return 0;
        return scaled >= 6 * WAD ? WAD : scaled - 5 * WAD;
    }

    /// @dev The shift of the spot at which the forward of an expiry meets a strike.
    function _meet(ScenarioGrid.Tenor memory t, uint256 strike) private pure returns (bool meets, int256 x) {
        if (t.share == 0) return (false, 0);
        x = int256((strike * WAD) / t.forward) - int256(WAD);
        if (t.share != WAD) x = (x * int256(WAD)) / int256(t.share);
        return (true, x);
    }

    function _include(int256[] memory shifts, uint256 kept, int256 x) private pure returns (uint256) {
        for (uint256 i = kept; i > 0; --i) {
            if (shifts[i - 1] == x) return kept;
        }
        shifts[kept] = x;
        return kept + 1;
    }

    /// @dev Cuts the list to its length, and finds each node between the shifts of the grid.
    function _locate(Nodes memory nodes, uint256 kept, int256[SPOTS] memory grid) private pure {
        int256[] memory shifts = nodes.shifts;
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(shifts, kept)
        }
        nodes.segments = new uint256[](kept);
        nodes.fractions = new int256[](kept);
        nodes.near = new int256[](kept);
        for (uint256 i = 0; i < kept; ++i) {
            uint256 j = 5;
            while (j > 0 && grid[j] > shifts[i]) --j;
            nodes.segments[i] = j;
            int256 step = grid[j + 1] - grid[j];
            if (step != 0) nodes.fractions[i] = ((shifts[i] - grid[j]) * int256(WAD)) / step;
        }
    }

    /// @dev The forward of an expiry at each node.
    function _forwards(
        int256[] memory shifts,
        ScenarioGrid.Tenor memory t
    ) private pure returns (int256[] memory forwards) {
        forwards = new int256[](shifts.length);
        for (uint256 i = 0; i < shifts.length; ++i) {
            int256 moved = shifts[i];
            if (t.share != WAD) moved = ScenarioGrid.clamp((moved * int256(t.share)) / int256(WAD));
            forwards[i] = (int256(t.forward) * (int256(WAD) + moved)) / int256(WAD);
        }
    }

    /// @dev Adds size · value of an option at each node to `sums`, in 1e-36.
    /// @param reach Standard deviations beyond which there is no time value, as a share of the forward
    function _value(
        ScenarioGrid.Option memory o,
        uint256 discount,
        uint256 reach,
        int256[] memory forwards,
        int256[] memory sums
    ) private pure {
        uint256 strike = o.strike;
        bool isCall = o.isCall;
        int256 size = o.size;
        // Forwards and strikes are below 2^120 and a reach below 2^68, so no product reaches 2^250.
        unchecked {
            for (uint256 i = 0; i < forwards.length; ++i) {
                uint256 forward = uint256(forwards[i]);
                uint256 gap = forward > strike ? forward - strike : strike - forward;
                uint256 worth = (forward > strike) == isCall ? gap : 0;
                uint256 h = (reach * (forward + strike)) / (2 * WAD);
                if (h > gap) worth += _timeValue(h - gap, h);
                sums[i] += size * int256((worth * discount) / WAD);
            }
        }
    }

    /// @dev The normal model's time value at a distance h − u from the strike.
    function _timeValue(uint256 u, uint256 h) private pure returns (uint256) {
        // u ≤ h < 2^130.
        unchecked {
            uint256 y = (u * WAD) / h;
            uint256 cube = (y * ((y * y) / WAD)) / WAD;
            return (((u * PEAK) / WAD) * cube) / WAD;
        }
    }
}
