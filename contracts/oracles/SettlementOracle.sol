// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Calendar} from "../instruments/Calendar.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRoundSource} from "../interfaces/IPriceSource.sol";
import {Closing, IRealizedVolatility} from "../interfaces/IRealizedVolatility.sol";
import {ISettlementOracle} from "../interfaces/ISettlementOracle.sol";
import {ClockMath} from "./ClockMath.sol";

/// @title SettlementOracle
/// @notice Settlement prices, each written once, from the feed's history or the oracle's samples alone.
contract SettlementOracle is ISettlementOracle {
    uint256 public constant AVERAGE_DELAY = 24 hours;
    uint256 public constant LAST_SAMPLE_DELAY = 72 hours;
    uint256 private constant PHASE_SHIFT = 64;

    IPriceOracle public immutable oracle;
    IRealizedVolatility public immutable clock;

    /// @inheritdoc ISettlementOracle
    mapping(uint24 market => mapping(uint256 expiry => uint256)) public price;

    /// @dev A walk through the rounds: where it stands, the answer in force, and what has been summed.
    struct Walk {
        IRoundSource source;
        uint256 start;
        uint256 expiry;
        uint80 id;
        uint256 current;
        uint256 time;
        uint256 from;
        uint256 sum;
        bool continued;
    }

    constructor(IPriceOracle oracle_, IRealizedVolatility clock_) {
        oracle = oracle_;
        clock = clock_;
    }

    /// @inheritdoc ISettlementOracle
    function prove(uint24 market, uint256 expiry, uint80[] calldata rounds) external returns (uint256 average) {
        _requireUnwritten(market, expiry);
        require(rounds.length != 0, NoFirstRound());
        Walk memory w;
        (w.start, w.expiry) = (expiry - ClockMath.WINDOW, expiry);
        w.source = IRoundSource(address(oracle.firstSourceAt(market, w.start)));
        require(address(w.source) != address(0), NoSource(market, w.start));
        (Closing memory closing, ) = clock.closing(market, expiry);
        _requirePhase(rounds[0], closing.phase);
        _begin(w, rounds[0]);
        uint256 next = 1;
        while (w.from < expiry) {
            if (_step(w)) continue;
            // This phase is over only when the proxy has left it and nothing follows in it.
            bool more = next < rounds.length && w.source.phaseId() > _phaseOf(w.id);
            require(more, HistoryEndsEarly(w.id + 1, expiry));
            _continueIn(w, rounds[next++]);
        }
        average = w.sum / ClockMath.WINDOW;
        _write(market, expiry, average, Origin.Proven);
    }

    /// @inheritdoc ISettlementOracle
    function fallBack(uint24 market, uint256 expiry) external returns (uint256 value) {
        _requireUnwritten(market, expiry);
        require(address(oracle.firstSourceAt(market, expiry)) != address(0), NoSource(market, expiry));
        (Closing memory closing, bool complete) = clock.closing(market, expiry);
        uint256 earliest = expiry + (complete ? AVERAGE_DELAY : LAST_SAMPLE_DELAY);
        require(block.timestamp >= earliest, TooEarlyForFallback(block.timestamp, earliest));
        value = complete ? closing.average : closing.last;
        _write(market, expiry, value, complete ? Origin.Average : Origin.LastSample);
    }

    /// @dev The first round is fixed by the window: valid, not after its opening, and no valid one between. The others
    /// follow it without a gap, the last is the first at or after expiry: two provers cannot differ.
    function _begin(Walk memory w, uint80 id) private view {
        (w.current, w.time) = w.source.round(id);
        require(w.current != 0 && w.time != 0, RoundInvalid(id));
        require(w.time <= w.start, RoundAfterWindow(id, w.time, w.start));
        (w.id, w.from) = (id, w.start);
    }

    /// @dev Goes on by one round; false if there is none.
    function _step(Walk memory w) private view returns (bool) {
        (uint256 next, uint256 time) = w.source.round(w.id + 1);
        if (time == 0) return false;
        require(time >= w.time, HistoryOutOfOrder(w.id + 1, time, w.time));
        // In a phase that continues another one, its own first round is where the walk begins.
        require(w.continued || time > w.start || next == 0, RoundNotLast(w.id, time, w.start));
        ++w.id;
        _take(w, next, time);
        return true;
    }

    /// @dev The answer in force holds until `time`; an invalid one leaves it in force.
    function _take(Walk memory w, uint256 next, uint256 time) private pure {
        uint256 until = time < w.expiry ? time : w.expiry;
        if (until > w.from) {
            w.sum += w.current * (until - w.from);
            w.from = until;
        }
        if (next != 0) w.current = next;
        w.time = time;
    }

    /// @dev Goes on in the next phase, at its first round after the last one of this phase. Its earlier rounds were written
    /// before the proxy came to it.
    function _continueIn(Walk memory w, uint80 id) private view {
        _requirePhase(id, _phaseOf(w.id) + 1);
        (uint256 next, uint256 time) = w.source.round(id);
        (, uint256 before) = w.source.round(id - 1);
        bool first = time > w.time && before <= w.time && uint64(id) != 0;
        require(first, WrongContinuation(id, w.time));
        (w.id, w.continued) = (id, true);
        _take(w, next, time);
    }

    function _phaseOf(uint80 id) private pure returns (uint256) {
        return id >> PHASE_SHIFT;
    }

    function _requirePhase(uint80 id, uint256 required) private pure {
        require(_phaseOf(id) == required, WrongPhase(_phaseOf(id), required));
    }

    function _requireUnwritten(uint24 market, uint256 expiry) private view {
        require(expiry % 1 days == Calendar.HOUR_OF_EXPIRY, NotAnExpiry(expiry));
        require(expiry <= block.timestamp, NotExpired(expiry, block.timestamp));
        uint256 written = price[market][expiry];
        require(written == 0, AlreadyWritten(market, expiry, written));
    }

    function _write(uint24 market, uint256 expiry, uint256 value, Origin origin) private {
        price[market][expiry] = value;
        emit SettlementPriceWritten(market, expiry, value, origin);
    }
}
