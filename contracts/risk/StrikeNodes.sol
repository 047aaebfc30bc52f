// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
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
    /// @dev An expiry is near from 3 days on, or earlier, where the shifts are too far apart for the deviation left to it.
    uint256 private constant NEAR = 3 days;
    uint256 private constant FARTHEST_NEAR = 14 days;
    uint256 private constant USUAL_WIDTH = 0.13e18;
    uint256 private constant GLIDE = 1 days;
    uint256 private constant LEAVING = 2 days;
    /// @dev Time value: PEAK · u · (u/h)³ with h = REACH_TENTHS/10 standard deviations, within 0.6% of 0.3989 at its peak.
    uint256 private constant REACH_TENTHS = 31;
    uint256 private constant PEAK = 0.128691059e18;

    /// @dev shift: of the spot, wad. segment, fraction: between which shifts of the grid the node lies, and how far. near,
    /// ending: totals there of what is near, and of what of it ends within two days, 1e-36.
    struct Node {
        int256 shift;
        uint256 segment;
        int256 fraction;
        int256 near;
        int256 ending;
    }

    /// @dev The nodes of a book at one width, by shift of the grid. down: totals of what is not near, with volatility down.
    /// up: of what is not near or does not end, with volatility up. weights: of the expiries, in their order.
    struct Nodes {
        Node[] list;
        int256[7] down;
        int256[7] up;
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
        int256[] memory shifts = new int256[](most + 2);
        (shifts[0], shifts[1]) = (grid[0], grid[6]);
        uint256 kept = 2;
        uint256 first = 0;
        for (uint256 i = 0; i < tenors.length; ++i) {
            uint256 end = first + expiries[i].options;
            for (uint256 j = first; j < end && nodes.weights[i] != 0; ++j) {
                (bool meets, int256 x) = _meet(tenors[i], options[j].strike);
                if (meets && x > grid[0] && x < grid[6]) kept = _include(shifts, kept, x);
            }
            first = end;
        }
        nodes.list = _locate(shifts, kept, grid);
    }

    /// @notice Adds an expiry: what is near of it at the nodes, the rest to the rows.
    /// @param index Place of the expiry
    /// @param first Its first option
    /// @param before The book's totals without it
    /// @param totals The book's totals with it
    /// @param spread Whether its options are valued on their side of the volatility spread
    function add(
        Nodes memory nodes,
        uint256 index,
        ScenarioGrid.Tenor memory tenor,
        ScenarioGrid.Option[] memory options,
        uint256 first,
        uint256 count,
        int256[SCENARIOS] memory before,
        int256[SCENARIOS] memory totals,
        bool spread
    ) internal pure {
        uint256 weight = nodes.weights[index];
        uint256 ends = Math.min(weight, leavingOf(tenor.timeToExpiry, !spread));
        // Totals are below 2^224, weights at most 1.
        unchecked {
            for (uint256 j = 0; j < 7; ++j) {
                nodes.down[j] += _rest(totals[3 * j] - before[3 * j], weight);
                nodes.up[j] += _rest(totals[3 * j + 2] - before[3 * j + 2], ends);
            }
        }
        if (weight == 0) return;
        uint256[] memory forwards = _forwards(nodes.list, tenor);
        int256[] memory sums = new int256[](forwards.length);
        uint256 root = 0;
        if (tenor.timeToExpiry > 1 days) root = FixedPoint.sqrt(((tenor.timeToExpiry - 1 days) * WAD) / YEAR);
        uint256 halfSpread = spread ? tenor.halfSpread : 0;
        for (uint256 j = first; j < first + count; ++j) {
            uint256 deviation = (ScenarioGrid.lowVolatility(options[j], tenor, halfSpread) * root) / WAD;
            _value(options[j], tenor.discount, (REACH_TENTHS * deviation) / 10, forwards, sums);
        }
        unchecked {
            for (uint256 i = 0; i < sums.length; ++i) {
                Node memory node = nodes.list[i];
                int256 sum = sums[i] / int256(WAD);
                node.near += sum * int256(weight);
                node.ending += sum * int256(ends);
            }
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
        Node[] memory list = nodes.list;
        // Totals are below 2^224, and so is a fraction of one.
        unchecked {
            for (uint256 i = 0; i < list.length; ++i) {
                Node memory node = list[i];
                int256 falls = _chord(nodes.down, node) + node.near;
                int256 rises = _chord(nodes.up, node) + node.ending;
                int256 loss = value - FixedPoint.toWadFloor(falls < rises ? falls : rises);
                if (loss > bound) loss = bound;
                if (exposure != 0) loss -= FixedPoint.mulFloor(exposure, node.shift);
                if (loss > greatest) greatest = loss;
            }
        }
    }

    /// @notice By how much an expiry counts as leaving: from two days before it to one, or at once.
    function leavingOf(uint256 timeToExpiry, bool glides) internal pure returns (uint256) {
        if (timeToExpiry >= LEAVING) return 0;
        return glides ? Math.min(WAD, ((LEAVING - timeToExpiry) * WAD) / GLIDE) : WAD;
    }

    /// @dev What of a total is left to the grid.
    function _rest(int256 total, uint256 weight) private pure returns (int256) {
        unchecked {
            return weight == 0 ? total : (total / int256(WAD)) * int256(WAD - weight);
        }
    }

    /// @dev A row between two shifts of the grid.
    function _chord(int256[7] memory row, Node memory node) private pure returns (int256 value) {
        int256 next;
        uint256 segment = node.segment;
        assembly ("memory-safe") {
            // A segment is 0 to 5, a row 7 words.
            value := add(row, shl(5, segment))
            next := mload(add(value, 0x20))
            value := mload(value)
        }
        unchecked {
            value += ((next - value) / int256(WAD)) * node.fraction;
        }
    }

    /// @dev How near an expiry counts: 0 not at all, 1 wholly.
    function _weightOf(ScenarioGrid.Tenor memory t, uint256 width, bool glides) private pure returns (uint256) {
        uint256 left = t.timeToExpiry;
        if (left == 0 || left >= FARTHEST_NEAR) return 0;
        uint256 limit = left > 2 days ? _limitOf(t, width) : NEAR;
        if (limit <= left) return 0;
        uint256 weight = ((limit - left) * WAD) / GLIDE;
        return glides && weight < WAD ? weight : WAD;
    }

    /// @dev From when an expiry is near: 3 days · (width / implied width)² · (width / 13%), from 3 to 14 days.
    function _limitOf(ScenarioGrid.Tenor memory t, uint256 width) private pure returns (uint256) {
        uint256 implied = (ScenarioGrid.volatilityAt(t, t.forward) * WIDTH_OF_VOLATILITY) / WAD;
        if (implied == 0) return FARTHEST_NEAR;
        uint256 ratio = (width * WAD) / implied;
        uint256 grown = (NEAR * ((((ratio * ratio) / WAD) * width) / USUAL_WIDTH)) / WAD;
        return Math.max(NEAR, Math.min(FARTHEST_NEAR, grown));
    }

    /// @dev The shift of the spot at which the forward of an expiry meets a strike.
    function _meet(ScenarioGrid.Tenor memory t, uint256 strike) private pure returns (bool meets, int256 x) {
        if (t.share == 0) return (false, 0);
        x = int256((strike * WAD) / t.forward) - int256(WAD);
        if (t.share != WAD) x = (x * int256(WAD)) / int256(t.share);
        return (true, x);
    }

    /// @dev Adds a shift unless it is among the first `kept`. Returns how many there are then.
    function _include(int256[] memory shifts, uint256 kept, int256 x) private pure returns (uint256) {
        bool known = false;
        assembly ("memory-safe") {
            // Reads the first `kept` words of the list, from the end: puts and calls of one strike are neighbours.
            for {
                let at := add(shifts, shl(5, kept))
            } and(gt(at, shifts), iszero(known)) {
                at := sub(at, 0x20)
            } {
                known := eq(mload(at), x)
            }
        }
        if (known) return kept;
        shifts[kept] = x;
        return kept + 1;
    }

    /// @dev Finds each of the first `kept` shifts between the shifts of the grid.
    function _locate(
        int256[] memory shifts,
        uint256 kept,
        int256[SPOTS] memory grid
    ) private pure returns (Node[] memory list) {
        list = new Node[](kept);
        for (uint256 i = 0; i < kept; ++i) {
            Node memory node = list[i];
            int256 x = shifts[i];
            uint256 j = 5;
            while (j > 0 && grid[j] > x) --j;
            (node.shift, node.segment) = (x, j);
            int256 step = grid[j + 1] - grid[j];
            if (step != 0) node.fraction = ((x - grid[j]) * int256(WAD)) / step;
        }
    }

    /// @dev The forward of an expiry at each node.
    function _forwards(
        Node[] memory list,
        ScenarioGrid.Tenor memory t
    ) private pure returns (uint256[] memory forwards) {
        forwards = new uint256[](list.length);
        for (uint256 i = 0; i < list.length; ++i) {
            int256 moved = list[i].shift;
            if (t.share != WAD) moved = ScenarioGrid.clamp((moved * int256(t.share)) / int256(WAD));
            forwards[i] = (t.forward * uint256(int256(WAD) + moved)) / WAD;
        }
    }

    /// @dev Adds size · value of an option at each node to `sums`, in 1e-36.
    /// @param reach Standard deviations beyond which there is no time value, as a share of the forward
    function _value(
        ScenarioGrid.Option memory o,
        uint256 discount,
        uint256 reach,
        uint256[] memory forwards,
        int256[] memory sums
    ) private pure {
        uint256 strike = o.strike;
        bool isCall = o.isCall;
        int256 size = o.size;
        assembly ("memory-safe") {
            // Reads `forwards` and rewrites `sums`, which is as long. Forwards and strikes are below 2^120, a reach below 2^68
            // and u ≤ h < 2^130, so no product reaches 2^250.
            let step := sub(sums, forwards)
            for {
                let at := add(forwards, 0x20)
                let end := add(at, shl(5, mload(forwards)))
            } lt(at, end) {
                at := add(at, 0x20)
            } {
                let forward := mload(at)
                let above := gt(forward, strike)
                let gap := sub(forward, strike)
                gap := xor(gap, mul(iszero(above), xor(gap, sub(strike, forward))))
                let worth := mul(gap, eq(above, isCall))
                let h := div(mul(reach, add(forward, strike)), 2000000000000000000)
                if gt(h, gap) {
                    // The normal model's time value at a distance h − u from the strike: PEAK · u · (u/h)³.
                    let u := sub(h, gap)
                    let y := div(mul(u, WAD), h)
                    let cube := div(mul(y, div(mul(y, y), WAD)), WAD)
                    worth := add(worth, div(mul(div(mul(u, PEAK), WAD), cube), WAD))
                }
                let sum := add(at, step)
                mstore(sum, add(mload(sum), mul(size, div(mul(worth, discount), WAD))))
            }
        }
    }
}
