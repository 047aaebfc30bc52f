// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IPriceSource} from "../interfaces/IPriceSource.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Answer, Answers, SourceSlot} from "./Answers.sol";
import {Consensus} from "./Consensus.sol";
import {TradingHours} from "./TradingHours.sol";

/// @title SourceList
/// @notice The sources of each market, in order of trust. Only one that agrees with the running price gets in.
abstract contract SourceList is IPriceOracle, AccessManaged {
    using Checkpoints for Checkpoints.Trace160;
    using SafeCast for uint256;

    uint256 internal constant MAX_SOURCES = 3;

    /// @dev One slot, 248 bits: the first source and what belongs to the market as a whole. Volatilities in 1e-3.
    struct Listing {
        IPriceSource source;
        uint32 heartbeat;
        bool isPool;
        uint8 count;
        bool scheduled;
        uint16 stress;
        uint16 calm;
    }

    /// @dev Bounds of a price, wad.
    struct Bounds {
        uint256 low;
        uint256 high;
    }

    IRiskParameters public immutable riskParameters;

    mapping(uint24 market => Listing) internal listings;
    mapping(uint24 market => SourceSlot[MAX_SOURCES - 1]) internal others;
    mapping(uint24 market => uint256) internal tradingHours;
    mapping(uint24 market => Checkpoints.Trace160) private firstSources;

    constructor(address authority, IRiskParameters riskParameters_) AccessManaged(authority) {
        riskParameters = riskParameters_;
    }

    /// @inheritdoc IPriceOracle
    function setSource(uint24 market, uint256 rank, IPriceSource source) external restricted {
        uint256 count = listings[market].count;
        require(rank < MAX_SOURCES, TooManySources(market, MAX_SOURCES));
        require(rank <= count, UnknownSource(market, rank, count));
        _requireKnown(market);
        SourceSlot memory slot = SourceSlot(source, source.heartbeat(), source.isPool());
        Answer memory answer = _requireSound(market, rank, slot);
        Bounds memory bounds = _boundsOf(market, count);
        _requireInside(market, answer.price, bounds);
        _write(market, rank, slot);
        if (rank == count) listings[market].count = uint8(count + 1);
        emit SourceSet(market, rank, source);
        if (rank == 0) _leadBy(market, answer);
        _requireInside(market, read(market).price, bounds);
    }

    /// @inheritdoc IPriceOracle
    function removeSource(uint24 market, uint256 rank) external restricted {
        uint256 count = listings[market].count;
        require(rank < count, UnknownSource(market, rank, count));
        require(count > 1, LastSource(market));
        Bounds memory bounds = _boundsOf(market, count);
        emit SourceRemoved(market, _slot(market, rank).source);
        for (uint256 i = rank; i + 1 < count; ++i) _write(market, i, _slot(market, i + 1));
        delete others[market][count - 2];
        listings[market].count = uint8(count - 1);
        if (rank == 0) _leadBy(market, _requireSound(market, 0, _slot(market, 0)));
        _requireInside(market, read(market).price, bounds);
    }

    /// @inheritdoc IPriceOracle
    function setTradingHours(uint24 market, uint256 hoursOfWeek) external restricted {
        require(listings[market].count != 0, UnknownMarket(market));
        uint256 week = hoursOfWeek & TradingHours.ALWAYS;
        require(week != 0 || hoursOfWeek == 0, TradingHoursEmpty(market));
        listings[market].scheduled = week != 0 && week != TradingHours.ALWAYS;
        tradingHours[market] = week;
        emit TradingHoursSet(market, week);
    }

    /// @inheritdoc IPriceOracle
    function read(uint24 market) public view virtual returns (Reading memory);

    /// @inheritdoc IPriceOracle
    function sources(uint24 market) external view returns (IPriceSource[] memory list) {
        list = new IPriceSource[](listings[market].count);
        for (uint256 i = 0; i < list.length; ++i) list[i] = _slot(market, i).source;
    }

    /// @inheritdoc IPriceOracle
    function firstSourceAt(uint24 market, uint256 time) external view returns (IPriceSource) {
        return IPriceSource(address(firstSources[market].upperLookupRecent(time.toUint96())));
    }

    /// @dev The first source changed: the clock notes its answer.
    function _onNewLeader(uint24 market, Answer memory answer) internal virtual;

    function _requireKnown(uint24 market) internal view {
        require(market != 0 && market <= riskParameters.marketCount(), UnknownMarket(market));
    }

    function _slot(uint24 market, uint256 rank) internal view returns (SourceSlot memory) {
        if (rank != 0) return others[market][rank - 1];
        Listing storage listing = listings[market];
        return SourceSlot(listing.source, listing.heartbeat, listing.isPool);
    }

    /// @dev The answer of a source that may take a rank: fresh, and no pool leads.
    function _requireSound(
        uint24 market,
        uint256 rank,
        SourceSlot memory slot
    ) private view returns (Answer memory answer) {
        answer = Answers.ask(slot, block.timestamp);
        bool sound = answer.fresh && (rank != 0 || !slot.isPool);
        require(sound, SourceInvalid(market, slot.source));
    }

    /// @dev The interval before a change of sources, wider by the agreement bound. Whatever changes, the price stays inside:
    /// so only one that agrees gets in, and none whose going would move the price can be taken out.
    function _boundsOf(uint24 market, uint256 count) private view returns (Bounds memory) {
        if (count == 0) return Bounds(0, type(uint256).max);
        Reading memory r = read(market);
        uint256 slack = FixedPoint.mulDown(r.price, Consensus.AGREEMENT);
        return Bounds(r.low > slack ? r.low - slack : 0, r.high + slack);
    }

    function _requireInside(uint24 market, uint256 price, Bounds memory b) private pure {
        require(price >= b.low && price <= b.high, SourceDisagrees(market, price, b.low, b.high));
    }

    function _leadBy(uint24 market, Answer memory answer) private {
        firstSources[market].push(uint96(block.timestamp), uint160(address(listings[market].source)));
        _onNewLeader(market, answer);
    }

    function _write(uint24 market, uint256 rank, SourceSlot memory slot) private {
        if (rank != 0) others[market][rank - 1] = slot;
        Listing storage listing = listings[market];
        if (rank == 0) (listing.source, listing.heartbeat, listing.isPool) = (slot.source, slot.heartbeat, slot.isPool);
    }
}
