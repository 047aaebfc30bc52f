// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Calendar} from "../instruments/Calendar.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {Clock, ClockSettings, Closing, IRealizedVolatility} from "../interfaces/IRealizedVolatility.sol";
import {ISettlementOracle} from "../interfaces/ISettlementOracle.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Float48} from "../pricing/Float48.sol";
import {Answer} from "./Answers.sol";
import {ClockMath} from "./ClockMath.sol";
import {ClockState, ClockWord, ClockWords} from "./ClockWord.sol";
import {SourceList} from "./SourceList.sol";

/// @title RealizedVolatility
/// @notice The clock of each market, in one slot: sampled prices and what follows from them. It lives in the oracle's
/// contract because the oracle falls back on the sampled price and each would otherwise call the other.
abstract contract RealizedVolatility is IRealizedVolatility, SourceList {
    using Checkpoints for Checkpoints.Trace208;

    uint256 private constant INTERVAL = 10 minutes;
    uint256 private constant INTERVAL_IN_WINDOW = 5 minutes;
    uint256 private constant MIN_VOLATILITY = 0.05e18;
    uint256 private constant MAX_VOLATILITY = 5e18;
    /// @dev Stress and calm are stored in this unit.
    uint256 internal constant SETTING_UNIT = 1e15;

    mapping(uint24 market => ClockWord) internal clocks;
    /// @dev Written by the first sample after one or more expiries, by the last of them: first of them (in days) 24 |
    /// average 48 | last price 48 | phase 16. The average is of the first; in the others' windows the last price held.
    mapping(uint24 market => Checkpoints.Trace208) private closings;

    /// @inheritdoc IRealizedVolatility
    function setClock(uint24 market, ClockSettings calldata s) external restricted {
        _requireKnown(market);
        uint64[3] memory values = [s.stress, s.calm, s.seed];
        for (uint256 i = 0; i < 3; ++i) {
            bool inside = values[i] >= MIN_VOLATILITY && values[i] <= MAX_VOLATILITY;
            require(inside, ClockOutOfBounds(market, values[i], MIN_VOLATILITY, MAX_VOLATILITY));
        }
        listings[market].stress = uint16(s.stress / SETTING_UNIT);
        listings[market].calm = uint16(s.calm / SETTING_UNIT);
        emit ClockSet(market, s);
        ClockState memory state = clocks[market].unpack();
        if (state.sampledAt != 0) return;
        state.fast = FixedPoint.mulDown(s.seed, s.seed);
        state.slow = state.fast;
        clocks[market] = ClockWords.pack(state);
    }

    /// @inheritdoc IRealizedVolatility
    function sample(uint24 market) external returns (bool) {
        ClockState memory s = clocks[market].unpack();
        if (!_isDue(s)) return false;
        (IPriceOracle.Reading memory r, Answer memory lead) = _readWith(market);
        if (!_isNews(r, s)) return false;
        bool changed = s.status != uint256(r.status);
        if (changed) {
            (s.status, s.block6) = (uint256(r.status), block.number & 0x3f);
        } else {
            if (s.block6 == block.number & 0x3f) return false;
            _advance(market, s, r.price, lead);
            emit Sampled(market, r.price, s.fast, s.slow);
        }
        clocks[market] = ClockWords.pack(s);
        return !changed;
    }

    /// @inheritdoc IRealizedVolatility
    function isDue(uint24 market) external view returns (bool) {
        ClockState memory s = clocks[market].unpack();
        if (!_isDue(s)) return false;
        (IPriceOracle.Reading memory r, ) = _readWith(market);
        return _isNews(r, s);
    }

    /// @inheritdoc IRealizedVolatility
    function clock(uint24 market) external view returns (Clock memory) {
        ClockState memory s = _clockOf(market);
        Listing storage listing = listings[market];
        uint256 estimate = ClockMath.estimate(s.fast, listing.stress * SETTING_UNIT);
        uint256 elapsed = block.timestamp - s.sampledAt;
        return
            Clock({
                price: s.price,
                sampledAt: s.sampledAt,
                fast: FixedPoint.sqrt(s.fast),
                slow: FixedPoint.sqrt(s.slow),
                estimate: estimate,
                maintenance: ClockMath.glide(s.maintenance, estimate, listing.calm * SETTING_UNIT, elapsed)
            });
    }

    /// @inheritdoc IRealizedVolatility
    function anchor(uint24 market, uint256 tenor) external view returns (uint256) {
        return ClockMath.anchor(_clockOf(market), tenor);
    }

    /// @inheritdoc IRealizedVolatility
    function runningAverage(uint24 market, uint256 expiry) external view returns (uint256 average, uint256 elapsed) {
        uint256 start = _requireExpiry(expiry) - ClockMath.WINDOW;
        if (block.timestamp <= start) return (0, 0);
        if (block.timestamp >= expiry) {
            (Closing memory c, ) = _closing(market, expiry);
            return (c.average, ClockMath.WINDOW);
        }
        ClockState memory s = _clockOf(market);
        return (ClockMath.average(s, expiry, block.timestamp, 0, block.timestamp), block.timestamp - start);
    }

    /// @inheritdoc IRealizedVolatility
    function closing(uint24 market, uint256 expiry) external view returns (Closing memory, bool) {
        _requireExpiry(expiry);
        return _closing(market, expiry);
    }

    /// @dev The oracle's reading, and the answer of the first source.
    function _readWith(uint24 market) internal view virtual returns (IPriceOracle.Reading memory r, Answer memory lead);

    /// @dev Starts the clock with the market's first price; later only the phase of the new feed counts.
    function _onNewLeader(uint24 market, Answer memory answer) internal override {
        ClockState memory s = clocks[market].unpack();
        if (s.sampledAt == 0) {
            require(s.fast != 0, ClockNotSet(market));
            (s.sampledAt, s.price) = (block.timestamp, answer.price);
            s.maintenance = ClockMath.estimate(s.fast, listings[market].stress * SETTING_UNIT);
            s.block6 = block.number & 0x3f;
        }
        if (block.timestamp <= ClockMath.expiryAfter(s.sampledAt) - ClockMath.WINDOW) s.phase = answer.roundId >> 64;
        clocks[market] = ClockWords.pack(s);
    }

    function _clockOf(uint24 market) private view returns (ClockState memory s) {
        s = clocks[market].unpack();
        require(s.sampledAt != 0, UnknownMarket(market));
    }

    function _isDue(ClockState memory s) private view returns (bool) {
        if (s.sampledAt == 0) return false;
        bool inWindow = ClockMath.expiryAfter(block.timestamp) - block.timestamp <= ClockMath.WINDOW;
        return block.timestamp - s.sampledAt >= (inWindow ? INTERVAL_IN_WINDOW : INTERVAL);
    }

    /// @dev Whether a reading says more than the clock. Where the stored price stands in for a jump that nobody confirms,
    /// storing it again would put off the time from which the jump is believed: whoever samples could do so for ever.
    function _isNews(IPriceOracle.Reading memory r, ClockState memory s) private pure returns (bool) {
        bool standsIn = r.price == s.price && r.updatedAt == s.sampledAt;
        return r.status != IPriceOracle.Status.Down && !standsIn;
    }

    /// @dev One sample: the price until the answer's own time is the old one, from then on the new one.
    function _advance(uint24 market, ClockState memory s, uint256 price, Answer memory lead) private {
        uint256 elapsed = block.timestamp - s.sampledAt;
        uint256 change = lead.price == price && lead.updatedAt > s.sampledAt ? lead.updatedAt : block.timestamp;
        uint256 expiry = ClockMath.expiryAfter(s.sampledAt);
        uint256 next = ClockMath.expiryAfter(block.timestamp);
        if (next != expiry) {
            _close(market, s, expiry, next - 1 days, change, price);
            s.mean = 0;
        }
        Listing storage listing = listings[market];
        uint256 estimate = ClockMath.estimate(s.fast, listing.stress * SETTING_UNIT);
        s.maintenance = ClockMath.glide(s.maintenance, estimate, listing.calm * SETTING_UNIT, elapsed);
        s.mean = ClockMath.average(s, next, change, price, block.timestamp);
        (s.fast, s.slow) = ClockMath.variances(s, price, elapsed);
        if (lead.roundId != 0 && block.timestamp <= next - ClockMath.WINDOW) s.phase = lead.roundId >> 64;
        (s.price, s.sampledAt) = (price, block.timestamp);
    }

    /// @dev Keeps what the samples say of the expiries from `first` to `last`.
    function _close(
        uint24 market,
        ClockState memory s,
        uint256 first,
        uint256 last,
        uint256 change,
        uint256 price
    ) private {
        uint256 average = ClockMath.average(s, first, change, price, first);
        uint256 word = (first / 1 days) << 112;
        word |= uint256(Float48.toFloat(average)) << 64;
        word |= uint256(Float48.toFloat(change <= first ? price : s.price)) << 16;
        closings[market].push(uint48(last), uint208(word | s.phase));
        emit ClosingRecorded(market, first, average);
    }

    function _closing(uint24 market, uint256 expiry) private view returns (Closing memory c, bool complete) {
        require(expiry <= block.timestamp, ISettlementOracle.NotExpired(expiry, block.timestamp));
        uint256 word = closings[market].lowerLookup(uint48(expiry));
        if (word == 0) {
            ClockState memory s = _clockOf(market);
            // Nobody sampled since: the last price held on.
            uint256 first = ClockMath.expiryAfter(s.sampledAt);
            c.average = first == expiry ? ClockMath.average(s, expiry, expiry, 0, expiry) : s.price;
            (c.last, c.phase) = (s.price, uint16(s.phase));
            return (c, false);
        }
        c.last = Float48.fromFloat((word >> 16) & 0xffffffffffff);
        c.average =
            expiry == (word >> 112) * 1 days + Calendar.HOUR_OF_EXPIRY
                ? Float48.fromFloat((word >> 64) & 0xffffffffffff)
                : c.last;
        c.phase = uint16(word);
        return (c, true);
    }

    function _requireExpiry(uint256 expiry) private pure returns (uint256) {
        require(expiry % 1 days == Calendar.HOUR_OF_EXPIRY, ISettlementOracle.NotAnExpiry(expiry));
        return expiry;
    }
}
