// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {HeldExpiry, Holding} from "../interfaces/IMarketMargins.sol";
import {RiskModel} from "../interfaces/IRiskParameters.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Scenarios} from "../pricing/Scenarios.sol";
import {Exposure} from "./Exposure.sol";
import {SCENARIOS, SPOTS, ScenarioGrid} from "./ScenarioGrid.sol";
import {StrikeNodes} from "./StrikeNodes.sol";

/// @title BookLoss
/// @notice What one account can lose in one market at one width: the worst scenario or node of the books that are left when
/// the first expiries are gone, and the contingencies beside it.
library BookLoss {
    uint256 private constant WAD = 1e18;

    /// @dev A holding with what has been loaded for it, in the order of its expiries.
    /// @param width At which `values` were computed
    /// @param values Of each option, where they are kept for the next book; else empty
    struct Book {
        Holding holding;
        ScenarioGrid.Tenor[] tenors;
        ScenarioGrid.Option[] options;
        Exposure.Linear linear;
        uint256 width;
        uint256[SCENARIOS][] values;
    }

    /// @dev How a book is valued.
    /// @param shortShare Most contingency of a short option, wad per contract
    /// @param spread As the initial margin is: at bid and ask, and what is near counts at once
    struct Terms {
        uint256 width;
        int256[SPOTS] shifts;
        uint256 shortShare;
        bool spread;
        RiskModel model;
    }

    /// @dev The legs that are left when the first expiries are gone: value and scenario totals in 1e-36, floor under what
    /// any scenario may take off the value, exposure in wad.
    struct Rest {
        int256 worth;
        int256 leastWorth;
        bool unbounded;
        int256 exposure;
        int256[SCENARIOS] totals;
    }

    /// @dev The result, wad. spot, spotContingency: of what moves with the spot, alone. bound: most that the options can lose,
    /// the greatest int256 if that is not bounded. rest: the whole book.
    struct Outcome {
        uint256 loss;
        uint256 contingency;
        uint256 spot;
        uint256 spotContingency;
        int256 bound;
        Rest rest;
    }

    /// @dev What the loop over the expiries carries along. first: first option of the expiry. gone: what all expiries so far
    /// lose by leaving. scratch: values of one option.
    struct Walk {
        uint256 first;
        uint256 gone;
        StrikeNodes.Nodes nodes;
        Scenarios.Shifts prepared;
        uint256[SCENARIOS] scratch;
    }

    /// @notice Greatest loss and contingencies of a book.
    /// @param previous A book whose kept values may serve for this one
    function calculate(Book memory b, Terms memory t, Book memory previous) internal pure returns (Outcome memory o) {
        Walk memory walk;
        o.rest.exposure = b.linear.lasting;
        if (b.options.length != 0) {
            walk.nodes = StrikeNodes.find(b.holding.expiries, b.tenors, b.options, t.shifts, t.width, !t.spread);
            walk.prepared = Scenarios.prepare(t.shifts);
        }
        for (uint256 i = 0; i < b.tenors.length; ++i) {
            uint256 gone = _addExpiry(b, t, o, walk, i, previous);
            // Every rest so far lacks this expiry.
            if (i != 0) o.loss += gone;
            walk.gone += gone;
            _raise(o, t, walk.nodes);
        }
        if (b.tenors.length == 0) _raise(o, t, walk.nodes);
        else _raiseToWhatStays(o, t, b.linear.lasting, walk.gone);
        o.bound = _boundOf(o.rest);
        uint256 linear = b.holding.linear.length;
        o.contingency += (b.options.length + linear) * t.model.closeOut;
        o.spotContingency += linear * t.model.closeOut;
    }

    /// @dev Adds an expiry to the rest, with its contingencies: those of its short options and its basis, by which its
    /// forward can part from the spot.
    /// @return gone What its options lose by leaving
    function _addExpiry(
        Book memory b,
        Terms memory t,
        Outcome memory o,
        Walk memory walk,
        uint256 expiry,
        Book memory previous
    ) private pure returns (uint256 gone) {
        Rest memory rest = o.rest;
        int256 slope = _slopeOf(rest);
        if (b.holding.expiries[expiry].options != 0) {
            (int256 worth, uint256 first) = (rest.worth, walk.first);
            _addOptions(b, t, o, walk, expiry, previous);
            gone = _goneOf(b, first, walk.first, b.tenors[expiry], rest.worth - worth, !t.spread);
        }
        int256 step = t.shifts[4] - t.shifts[2];
        int256 delta = step == 0 ? int256(0) : (_slopeOf(rest) - slope) / step;
        int256 futures = b.linear.futures[expiry];
        rest.exposure += futures;
        uint256 apart = FixedPoint.sqrt((b.tenors[expiry].timeToExpiry * WAD) / ScenarioGrid.YEAR);
        o.contingency += _basis(delta + futures, apart, t.model.basis);
        o.spotContingency += _basis(futures, apart, t.model.basis);
    }

    function _addOptions(
        Book memory b,
        Terms memory t,
        Outcome memory o,
        Walk memory walk,
        uint256 expiry,
        Book memory previous
    ) private pure {
        HeldExpiry memory held = b.holding.expiries[expiry];
        ScenarioGrid.Tenor memory tenor = b.tenors[expiry];
        Rest memory rest = o.rest;
        int256[SCENARIOS] memory before = _copyOf(rest.totals);
        Scenarios.Shifts memory shifts = walk.prepared;
        if (tenor.share != WAD) shifts = Scenarios.prepare(ScenarioGrid.scaled(t.shifts, tenor.share));
        uint256 first = walk.first;
        walk.first = first + held.options;
        uint256 halfSpread = t.spread ? tenor.halfSpread : 0;
        uint256[SCENARIOS] memory values = walk.scratch;
        for (uint256 j = first; j < walk.first; ++j) {
            ScenarioGrid.Option memory option = b.options[j];
            if (b.values.length != 0) values = b.values[j];
            if (!_reuse(option, values, t.width, previous, j)) {
                ScenarioGrid.fill(option, tenor, shifts, halfSpread, values);
            }
            ScenarioGrid.accumulate(option.size, values, rest.totals);
            // As in the totals.
            unchecked {
                rest.worth += option.size * int256(option.mark);
            }
            if (option.size < 0) {
                o.contingency += ScenarioGrid.contingency(option, t.shortShare, t.model.contingencyTail, values);
            }
        }
        if (walk.nodes.list.length != 0) {
            StrikeNodes.add(walk.nodes, expiry, tenor, b.options, first, held.options, before, rest.totals, t.spread);
        }
        if (held.unbounded) rest.unbounded = true;
        else rest.leastWorth += FixedPoint.mulFloor(held.least, int256(tenor.discount));
    }

    /// @dev What the options `first` to `end` − 1 of an expiry have lost, by as much as it is leaving, when they settle at a
    /// spot that has not moved.
    /// @param worth What they are worth now, 1e-36
    function _goneOf(
        Book memory b,
        uint256 first,
        uint256 end,
        ScenarioGrid.Tenor memory tenor,
        int256 worth,
        bool glides
    ) private pure returns (uint256) {
        uint256 leaving = StrikeNodes.leavingOf(tenor.timeToExpiry, glides);
        if (leaving == 0) return 0;
        int256 paid = 0;
        for (uint256 j = first; j < end; ++j) {
            ScenarioGrid.Option memory option = b.options[j];
            paid += option.size * int256(ScenarioGrid.intrinsic(option, tenor));
        }
        int256 lost = FixedPoint.toWadFloor(worth) - FixedPoint.toWadFloor(paid);
        return lost > 0 ? FixedPoint.mulUp(uint256(lost), leaving) : 0;
    }

    /// @dev Copies the values of an option that the previous book holds too, if they are of this width.
    function _reuse(
        ScenarioGrid.Option memory option,
        uint256[SCENARIOS] memory values,
        uint256 width,
        Book memory previous,
        uint256 guess
    ) private pure returns (bool) {
        uint256 n = previous.values.length;
        if (n == 0 || previous.width != width) return false;
        Instrument instrument = option.instrument;
        if (guess >= n || previous.options[guess].instrument != instrument) {
            // The books differ in a few legs at most.
            guess = 0;
            while (guess < n && previous.options[guess].instrument != instrument) ++guess;
            if (guess == n) return false;
        }
        (option.mark, option.priced) = (previous.options[guess].mark, true);
        uint256[SCENARIOS] memory known = previous.values[guess];
        assembly ("memory-safe") {
            mcopy(values, known, 0x2e0) // both are 23 words
        }
        return true;
    }

    /// @dev Raises the losses to those of the present rest.
    function _raise(Outcome memory o, Terms memory t, StrikeNodes.Nodes memory nodes) private pure {
        Rest memory rest = o.rest;
        int256 value = FixedPoint.toWadFloor(rest.worth);
        int256 bound = _boundOf(rest);
        uint256 worst = _worstScenario(rest, t, value, bound);
        worst = Math.max(worst, uint256(StrikeNodes.worst(nodes, value, bound, rest.exposure)));
        worst = Math.max(worst, uint256(_worstValley(rest, t, value, bound)));
        o.loss = Math.max(o.loss, worst);
        o.spot = Math.max(o.spot, Exposure.lossOf(rest.exposure, t.shifts, t.model.tailWeight));
    }

    /// @dev Raises the losses to what the last expiry leaves behind. It counts from the start: were it to come with time, an
    /// account could fall below its margin without a loss, and its owner take what the fund pays for freeing it.
    function _raiseToWhatStays(Outcome memory o, Terms memory t, int256 lasting, uint256 gone) private pure {
        uint256 spot = Exposure.lossOf(lasting, t.shifts, t.model.tailWeight);
        o.loss = Math.max(o.loss, spot + gone);
        o.spot = Math.max(o.spot, spot);
    }

    /// @dev Greatest loss over the scenarios; the tails count in part.
    function _worstScenario(
        Rest memory rest,
        Terms memory t,
        int256 value,
        int256 bound
    ) private pure returns (uint256 worst) {
        // Totals are below 2^224, and losses far below that.
        unchecked {
            for (uint256 i = 0; i < SPOTS; ++i) {
                int256 loss = value - FixedPoint.toWadFloor(_leastAt(rest.totals, i));
                if (loss > bound) loss = bound;
                if (rest.exposure != 0) loss -= FixedPoint.mulFloor(rest.exposure, t.shifts[i]);
                if (loss <= 0) continue;
                uint256 counted = uint256(loss);
                if (i >= ScenarioGrid.FIRST_TAIL_SPOT) counted = FixedPoint.mulUp(counted, t.model.tailWeight);
                if (counted > worst) worst = counted;
            }
        }
    }

    /// @dev Greatest loss where the book's worth has a least value between two shifts, with volatility down: by the parabola
    /// through a shift and its neighbours.
    function _worstValley(
        Rest memory rest,
        Terms memory t,
        int256 value,
        int256 bound
    ) private pure returns (int256 worst) {
        // Figures are wads below 2^170.
        unchecked {
            int256 left = _worthAt(rest, t, 0);
            int256 middle = _worthAt(rest, t, 1);
            for (uint256 j = 1; j < 6; ++j) {
                int256 right = _worthAt(rest, t, j + 1);
                int256 rise = right - left;
                int256 bend = 2 * (right - 2 * middle + left);
                if (bend > rise && bend > -rise) {
                    int256 step = (-rise * int256(WAD)) / bend;
                    int256 x = t.shifts[j] + ((t.shifts[j + 1] - t.shifts[j]) * step) / int256(WAD);
                    int256 moved = FixedPoint.mulFloor(rest.exposure, x);
                    int256 least = middle + (rise * step) / int256(4 * WAD);
                    int256 loss = SignedMath.min(value - (least - moved), bound) - moved;
                    if (loss > worst) worst = loss;
                }
                (left, middle) = (middle, right);
            }
        }
    }

    /// @dev What a rest is worth at a shift of the grid, volatility down.
    function _worthAt(Rest memory rest, Terms memory t, uint256 j) private pure returns (int256) {
        unchecked {
            return FixedPoint.toWadFloor(rest.totals[3 * j]) + FixedPoint.mulFloor(rest.exposure, t.shifts[j]);
        }
    }

    /// @dev Least total at one of the spots: of three volatilities, or of the one of a tail.
    function _leastAt(int256[SCENARIOS] memory totals, uint256 spot) private pure returns (int256 least) {
        unchecked {
            if (spot >= ScenarioGrid.FIRST_TAIL_SPOT) {
                return totals[ScenarioGrid.FIRST_TAIL + spot - ScenarioGrid.FIRST_TAIL_SPOT];
            }
        }
        int256 second;
        int256 third;
        assembly ("memory-safe") {
            // The three words of one of the first seven spots.
            least := add(totals, mul(0x60, spot))
            second := mload(add(least, 0x20))
            third := mload(add(least, 0x40))
            least := mload(least)
        }
        if (second < least) least = second;
        if (third < least) least = third;
    }

    /// @dev Worth now less the discounted least payoffs: no scenario takes more off the options.
    function _boundOf(Rest memory rest) private pure returns (int256) {
        if (rest.unbounded) return type(int256).max;
        return SignedMath.max(FixedPoint.toWadFloor(rest.worth) - rest.leastWorth, 0);
    }

    function _basis(int256 notional, uint256 apart, uint256 rate) private pure returns (uint256) {
        if (notional == 0) return 0;
        return FixedPoint.mulUp(FixedPoint.mulUp(SignedMath.abs(notional), rate), apart);
    }

    /// @dev Totals a third of a width up less a third down, volatility unmoved.
    function _slopeOf(Rest memory rest) private pure returns (int256) {
        return rest.totals[13] - rest.totals[7];
    }

    function _copyOf(int256[SCENARIOS] memory totals) private pure returns (int256[SCENARIOS] memory copy) {
        assembly ("memory-safe") {
            mcopy(copy, totals, 0x2e0) // both are 23 words
        }
    }
}
