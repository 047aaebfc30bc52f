// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FeeSchedule, IExchange} from "../interfaces/IExchange.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Consent} from "./Consent.sol";

/// @title Fees
/// @notice The taker's fee and its split. Bounds are fixed in code.
abstract contract Fees is Consent, AccessManaged {
    uint256 private constant MAX_RATE = 0.001e18;
    uint256 private constant MAX_PREMIUM_CAP = 0.125e18;
    uint256 private constant WAD = 1e18;

    FeeSchedule private schedule;

    constructor(address authority, FeeSchedule memory fees_) AccessManaged(authority) {
        _setFees(fees_);
    }

    /// @inheritdoc IExchange
    function setFees(FeeSchedule calldata fees_) external restricted {
        _setFees(fees_);
    }

    /// @inheritdoc IExchange
    function fees() external view returns (FeeSchedule memory) {
        return schedule;
    }

    /// @dev The fee and the fund's part of it, wad. The fee rounds up, the fund's part down.
    function _calculateFee(uint256 notional, uint256 premium) internal view returns (uint256 fee, uint256 fundFee) {
        FeeSchedule memory s = schedule;
        fee = Math.min(FixedPoint.mulUp(notional, s.rate), FixedPoint.mulUp(premium, s.premiumCap));
        fundFee = FixedPoint.mulDown(fee, s.fundShare);
    }

    function _setFees(FeeSchedule memory fees_) private {
        require(fees_.rate <= MAX_RATE, FeeOutOfBounds("rate", fees_.rate, MAX_RATE));
        require(fees_.premiumCap <= MAX_PREMIUM_CAP, FeeOutOfBounds("premiumCap", fees_.premiumCap, MAX_PREMIUM_CAP));
        require(fees_.fundShare <= WAD, FeeOutOfBounds("fundShare", fees_.fundShare, WAD));
        schedule = fees_;
        emit FeesSet(fees_);
    }

    function _msgSender() internal view virtual override(Context, ERC2771Context) returns (address) {
        return ERC2771Context._msgSender();
    }

    function _msgData() internal view virtual override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }

    function _contextSuffixLength() internal view virtual override(Context, ERC2771Context) returns (uint256) {
        return ERC2771Context._contextSuffixLength();
    }
}
