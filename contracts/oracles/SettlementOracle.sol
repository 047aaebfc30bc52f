// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Calendar} from "../instruments/Calendar.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {ISettlementOracle} from "../interfaces/ISettlementOracle.sol";
import {ChainlinkFeed} from "./ChainlinkFeed.sol";

/// @title SettlementOracle
/// @notice Settlement prices, each written once, from the feed's history alone.
contract SettlementOracle is ISettlementOracle {
    /// @dev The answers of this long before expiry are averaged.
    uint256 public constant WINDOW = 60 minutes;
    uint256 public constant FALLBACK_DELAY = 72 hours;

    IPriceOracle public immutable oracle;

    /// @inheritdoc ISettlementOracle
    mapping(uint24 market => mapping(uint256 expiry => uint256)) public price;

    constructor(IPriceOracle oracle_) {
        oracle = oracle_;
    }

    /// @inheritdoc ISettlementOracle
    function prove(uint24 market, uint256 expiry, uint80 firstRound) external returns (uint256 average) {
        _requireUnwritten(market, expiry);
        uint256 start = expiry - WINDOW;
        uint16 required = oracle.sampleAt(market, start).phase;
        uint16 phase = ChainlinkFeed.phaseOf(firstRound);
        require(phase == required, WrongPhase(phase, required));
        average = _average(oracle.source(market), firstRound, start, expiry);
        _write(market, expiry, average, true);
    }

    /// @inheritdoc ISettlementOracle
    function fallBack(uint24 market, uint256 expiry) external returns (uint256 stored) {
        _requireUnwritten(market, expiry);
        uint256 earliest = expiry + FALLBACK_DELAY;
        require(block.timestamp >= earliest, TooEarlyForFallback(block.timestamp, earliest));
        stored = oracle.sampleAt(market, expiry).price;
        require(stored != 0, NoClosingSample(market, expiry));
        _write(market, expiry, stored, false);
    }

    /// @dev Each answer holds from its time to that of the next. The first round is fixed by the window, the others
    /// follow it without a gap, the last is the first at or after expiry: two provers cannot differ.
    function _average(
        IPriceOracle.Source memory source,
        uint80 id,
        uint256 start,
        uint256 expiry
    ) private view returns (uint256) {
        (uint256 current, uint256 updatedAt) = ChainlinkFeed.round(source, id);
        require(current != 0 && updatedAt != 0, RoundInvalid(id));
        require(updatedAt <= start, RoundAfterWindow(id, updatedAt, start));
        uint256 from = start;
        uint256 sum = 0;
        bool first = true;
        while (from < expiry) {
            ++id;
            (uint256 next, uint256 time) = ChainlinkFeed.round(source, id);
            require(time != 0, HistoryEndsEarly(id, expiry));
            require(!first || time > start, RoundNotLast(id - 1, time, start));
            first = false;
            uint256 until = time < expiry ? time : expiry;
            // A round out of order has no weight; an invalid answer leaves the one before it in force.
            if (until > from) {
                sum += current * (until - from);
                from = until;
            }
            if (next != 0) current = next;
        }
        return sum / WINDOW;
    }

    function _requireUnwritten(uint24 market, uint256 expiry) private view {
        require(expiry % 1 days == Calendar.HOUR_OF_EXPIRY, NotAnExpiry(expiry));
        require(expiry <= block.timestamp, NotExpired(expiry, block.timestamp));
        uint256 written = price[market][expiry];
        require(written == 0, AlreadyWritten(market, expiry, written));
    }

    function _write(uint24 market, uint256 expiry, uint256 value, bool proven) private {
        price[market][expiry] = value;
        emit SettlementPriceWritten(market, expiry, value, proven);
    }
}
