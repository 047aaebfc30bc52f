// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {ChainlinkFeed} from "./ChainlinkFeed.sol";

/// @title PriceOracle
/// @notice One Chainlink proxy per market, its stored samples, and the interval that grows while it is late.
contract PriceOracle is IPriceOracle, AccessManaged {
    using Checkpoints for Checkpoints.Trace208;
    using SafeCast for uint256;

    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;
    /// @dev Standard deviations in half of the interval.
    uint256 private constant INTERVAL_Z = 2;
    /// @dev The interval never reaches zero.
    uint256 private constant MAX_HALF_WIDTH = 0.95e18;
    /// @dev How far a new source may be from the running price.
    uint256 private constant AGREEMENT = 0.015e18;
    uint256 private constant MIN_HEARTBEAT = 1 minutes;
    uint256 private constant MAX_HEARTBEAT = 2 days;
    /// @dev Keeps every price inside what the pricing kernels take.
    uint128 private constant MAX_PRICE = 1e32;

    IRiskParameters public immutable riskParameters;

    mapping(uint24 market => Source) private sources;
    /// @dev By time of storing: price 128 | updatedAt 40 | phase 16.
    mapping(uint24 market => Checkpoints.Trace208) private history;

    constructor(address authority, IRiskParameters riskParameters_) AccessManaged(authority) {
        riskParameters = riskParameters_;
    }

    /// @inheritdoc IPriceOracle
    function setSource(
        uint24 market,
        address feed,
        uint32 heartbeat,
        uint128 minAnswer,
        uint128 maxAnswer
    ) external restricted {
        require(market != 0 && market <= riskParameters.marketCount(), UnknownMarket(market));
        bool plausible = heartbeat >= MIN_HEARTBEAT && heartbeat <= MAX_HEARTBEAT;
        require(plausible, SourceHeartbeat(market, heartbeat, MIN_HEARTBEAT, MAX_HEARTBEAT));
        require(minAnswer < maxAnswer && maxAnswer <= MAX_PRICE, SourceBounds(market, minAnswer, maxAnswer));
        uint8 decimals = ChainlinkFeed.decimalsOf(feed);
        require(decimals <= ChainlinkFeed.MAX_DECIMALS, SourceDecimals(market, decimals, ChainlinkFeed.MAX_DECIMALS));
        Source memory s = Source(feed, heartbeat, decimals, minAnswer, maxAnswer);
        ChainlinkFeed.Answer memory answer = ChainlinkFeed.latest(s);
        require(answer.price != 0, SourceInvalid(market, feed));
        if (sources[market].feed != address(0)) _requireAgreement(market, answer.price);
        sources[market] = s;
        emit SourceSet(market, feed, heartbeat, minAnswer, maxAnswer);
        _store(market, answer);
    }

    /// @inheritdoc IPriceOracle
    function sample(uint24 market) external {
        ChainlinkFeed.Answer memory answer = ChainlinkFeed.latest(_source(market));
        require(answer.price != 0, NothingToSample(market));
        _store(market, answer);
    }

    /// @inheritdoc IPriceOracle
    function read(uint24 market) public view returns (Reading memory reading) {
        Source memory s = _source(market);
        ChainlinkFeed.Answer memory answer = ChainlinkFeed.latest(s);
        reading.price = answer.price;
        uint256 updatedAt = answer.updatedAt;
        if (answer.price == 0) {
            Sample memory last = lastSample(market);
            (reading.price, updatedAt, reading.status) = (last.price, last.updatedAt, Status.Down);
        } else if (block.timestamp - updatedAt > s.heartbeat) {
            reading.status = Status.Degraded;
        }
        uint256 half =
            reading.status == Status.Live ? 0 : _halfWidth(market, reading.price, block.timestamp - updatedAt);
        reading.low = reading.price - half;
        reading.high = reading.price + half;
    }

    /// @inheritdoc IPriceOracle
    function source(uint24 market) external view returns (Source memory) {
        return _source(market);
    }

    /// @inheritdoc IPriceOracle
    function lastSample(uint24 market) public view returns (Sample memory) {
        return _unpack(history[market].latest());
    }

    /// @inheritdoc IPriceOracle
    function sampleAt(uint24 market, uint256 time) external view returns (Sample memory) {
        return _unpack(history[market].upperLookupRecent(time.toUint48()));
    }

    function _source(uint24 market) private view returns (Source memory s) {
        s = sources[market];
        require(s.feed != address(0), UnknownMarket(market));
    }

    function _store(uint24 market, ChainlinkFeed.Answer memory answer) private {
        uint208 word = (uint208(answer.price) << 56) | (uint208(answer.updatedAt) << 16) | answer.phase;
        history[market].push(uint48(block.timestamp), word);
        emit Sampled(market, answer.price, answer.updatedAt);
    }

    function _unpack(uint208 word) private pure returns (Sample memory) {
        return Sample(uint128(word >> 56), uint40(word >> 16), uint16(word));
    }

    /// @dev z · σ · √age of the price.
    function _halfWidth(uint24 market, uint256 price, uint256 age) private view returns (uint256) {
        uint256 sigma = riskParameters.marketRisk(market).volatility;
        uint256 relative = INTERVAL_Z * FixedPoint.mulUp(sigma, FixedPoint.sqrt((age * WAD) / YEAR));
        return FixedPoint.mulDown(price, Math.min(relative, MAX_HALF_WIDTH));
    }

    function _requireAgreement(uint24 market, uint256 offered) private view {
        Reading memory now_ = read(market);
        uint256 slack = FixedPoint.mulDown(now_.price, AGREEMENT);
        uint256 low = now_.low > slack ? now_.low - slack : 0;
        uint256 high = now_.high + slack;
        require(offered >= low && offered <= high, SourceDisagrees(market, offered, low, high));
    }
}
