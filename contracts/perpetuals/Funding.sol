// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {FundingState, FundingTerms, IFunding, IImbalanceSource} from "../interfaces/IFunding.sol";
import {IRealizedVolatility} from "../interfaces/IRealizedVolatility.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {GuardedCall} from "../oracles/sources/GuardedCall.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Float48} from "../pricing/Float48.sol";
import {FundingRate} from "./FundingRate.sol";

/// @title Funding
/// @notice Rates and indexes of the perpetuals of all markets. The index is a function of this contract's own storage and
/// of time, so reading it cannot fail and nobody can move it within a block.
contract Funding is IFunding, AccessManaged {
    using SafeCast for int256;

    /// @dev 10% a day.
    uint256 public constant MAX_RATE = 36.5e18;
    /// @dev From 0 to the greatest rate in a day.
    uint256 public constant MAX_VELOCITY = 36.5e18;
    /// @dev No account can hold more contracts: a source that reports more is broken.
    int256 private constant MAX_IMBALANCE = 1e27;

    IClearingHouse public immutable clearingHouse;
    IRealizedVolatility public immutable clock;
    IRiskParameters public immutable riskParameters;

    /// @dev Slot 0: index 128 | accrued at 40 | price 48, a `Float48`. Slot 1: rate 80 | velocity 64 | greatest rate 96.
    /// Slot 2: greatest velocity 96 | source 160. The index needs the first two.
    struct Record {
        int128 index;
        uint40 accruedAt;
        uint48 price;
        int80 rate;
        int64 velocity;
        uint96 maxRate;
        uint96 maxVelocity;
        IImbalanceSource source;
    }

    mapping(uint24 market => Record) private records;

    constructor(
        address authority,
        IClearingHouse clearingHouse_,
        IRealizedVolatility clock_,
        IRiskParameters riskParameters_
    ) AccessManaged(authority) {
        clearingHouse = clearingHouse_;
        clock = clock_;
        riskParameters = riskParameters_;
    }

    /// @inheritdoc IFunding
    function accrue(uint24 market) external {
        Record storage r = records[market];
        if (r.accruedAt == block.timestamp) return;
        _accrue(market, r);
        _takeInputs(market, r);
    }

    /// @inheritdoc IFunding
    function setFundingTerms(uint24 market, FundingTerms calldata terms) external restricted {
        require(terms.maxRate <= MAX_RATE, FundingOutOfBounds("maxRate", terms.maxRate, MAX_RATE));
        require(
            terms.maxVelocity <= MAX_VELOCITY,
            FundingOutOfBounds("maxVelocity", terms.maxVelocity, MAX_VELOCITY)
        );
        Record storage r = records[market];
        _accrue(market, r);
        (r.maxRate, r.maxVelocity) = (uint96(terms.maxRate), uint96(terms.maxVelocity));
        int256 most = int256(uint256(terms.maxRate));
        r.rate = int80(SignedMath.max(-most, SignedMath.min(most, r.rate)));
        _takeInputs(market, r);
        emit FundingTermsSet(market, terms);
    }

    /// @inheritdoc IFunding
    function setImbalanceSource(uint24 market, IImbalanceSource source) external restricted {
        Record storage r = records[market];
        _accrue(market, r);
        r.source = source;
        _takeInputs(market, r);
        emit ImbalanceSourceSet(market, address(source));
    }

    /// @inheritdoc IFunding
    function index(uint24 market) external view returns (int256) {
        Record storage r = records[market];
        return FundingRate.indexAfter(_stateOf(r), r.maxRate, block.timestamp - r.accruedAt);
    }

    /// @inheritdoc IFunding
    function fundingState(uint24 market) external view returns (FundingState memory) {
        return _stateOf(records[market]);
    }

    /// @inheritdoc IFunding
    function fundingTerms(uint24 market) external view returns (FundingTerms memory) {
        Record storage r = records[market];
        return FundingTerms(r.maxRate, r.maxVelocity);
    }

    /// @inheritdoc IFunding
    function imbalanceSource(uint24 market) external view returns (IImbalanceSource) {
        return records[market].source;
    }

    /// @dev Brings index and rate to now.
    function _accrue(uint24 market, Record storage r) private {
        // A market that is not listed has no funding to keep.
        riskParameters.marketRisk(market);
        FundingState memory s = _stateOf(r);
        uint256 elapsed = block.timestamp - s.accruedAt;
        r.index = FundingRate.indexAfter(s, r.maxRate, elapsed).toInt128();
        // Inside the greatest rate, which fits.
        r.rate = int80(FundingRate.rateAfter(s, r.maxRate, elapsed));
        r.accruedAt = uint40(block.timestamp);
    }

    /// @dev Takes the price and the imbalance that hold from now on.
    function _takeInputs(uint24 market, Record storage r) private {
        if (address(r.source) == address(0)) {
            (r.rate, r.velocity) = (0, 0);
        } else {
            uint256 price = clock.clock(market).price;
            r.price = Float48.toFloat(price);
            r.velocity = _velocity(market, r, price);
        }
        emit FundingAccrued(market, r.index, r.rate, r.velocity, Float48.fromFloat(r.price));
    }

    /// @dev The imbalance over depth or open interest, whichever is greater, of the greatest velocity. The open interest is
    /// the smoothed one: who doubles it for a block does not halve the velocity.
    function _velocity(uint24 market, Record storage r, uint256 price) private view returns (int64) {
        int256 imbalance = _imbalance(r.source, market);
        (, uint256 interest) = clearingHouse.marketOpenInterest(market);
        uint256 scale = Math.max(riskParameters.marketRisk(market).depth, FixedPoint.mulDown(interest, price));
        if (scale == 0) return 0;
        uint256 value = FixedPoint.mulDown(SignedMath.abs(imbalance), price);
        uint256 velocity = Math.mulDiv(r.maxVelocity, Math.min(value, scale), scale * 1 days);
        // At most the greatest velocity of a day in a second.
        return imbalance < 0 ? -int64(uint64(velocity)) : int64(uint64(velocity));
    }

    /// @dev What the source says. It is not trusted: a call that fails, or a number that no account can hold, counts as 0.
    function _imbalance(IImbalanceSource source, uint24 market) private view returns (int256 imbalance) {
        bytes memory call = abi.encodeCall(IImbalanceSource.imbalance, (market));
        uint256[] memory answer = GuardedCall.read(address(source), call, 1);
        if (answer.length == 0) return 0;
        imbalance = int256(answer[0]);
        if (imbalance > MAX_IMBALANCE || imbalance < -MAX_IMBALANCE) return 0;
    }

    function _stateOf(Record storage r) private view returns (FundingState memory) {
        return FundingState(r.index, r.rate, r.velocity, Float48.fromFloat(r.price), r.accruedAt);
    }
}
