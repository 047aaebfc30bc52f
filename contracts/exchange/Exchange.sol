// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {IAccountToken} from "../interfaces/IAccountToken.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {FeeSchedule, Fill, IExchange} from "../interfaces/IExchange.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Consent} from "./Consent.sol";
import {Fees} from "./Fees.sol";
import {Order, OrderFlags, OrderHash} from "./Order.sol";
import {OrderSupport} from "./OrderSupport.sol";
import {PositionTransfers} from "./PositionTransfers.sol";

/// @title Exchange
/// @notice Matches signed orders. It holds nothing: it asks the clearing house to book what the signers agreed to.
contract Exchange is PositionTransfers {
    using SafeCast for uint256;

    uint256 private constant PAIR = 2;

    /// @inheritdoc IExchange
    mapping(bytes32 digest => uint256) public filledLots;

    constructor(
        address authority,
        IClearingHouse clearingHouse_,
        IAccountToken accountToken_,
        IPriceOracle oracle_,
        address router,
        FeeSchedule memory fees_
    ) PositionTransfers(clearingHouse_, oracle_) Consent(accountToken_, router) Fees(authority, fees_) {}

    /// @inheritdoc IExchange
    function matchOrders(Fill[] calldata fills) external {
        require(fills.length == PAIR, UnsupportedMatch(fills.length, PAIR));
        bool firstTakes = _isTaker(fills[0].order);
        bool secondTakes = _isTaker(fills[1].order);
        require(firstTakes != secondTakes, OneTakerNeeded(firstTakes ? PAIR : 0));
        _useFill(fills[0]);
        _useFill(fills[1]);
        if (firstTakes) _trade(fills[0], fills[1]);
        else _trade(fills[1], fills[0]);
    }

    /// @inheritdoc IExchange
    function digestOf(Order calldata order) public view returns (bytes32) {
        return _hashTypedDataV4(OrderHash.hash(order));
    }

    /// @dev Books a pair: the maker at its limit, the taker with what is left, less the fee.
    function _trade(Fill calldata taker, Fill calldata maker) private {
        Order calldata t = taker.order;
        Order calldata m = maker.order;
        require(t.account != m.account, SameAccount(t.account));
        Instrument instrument = t.legs[0].instrument;
        require(instrument == m.legs[0].instrument, InstrumentMismatch(instrument, m.legs[0].instrument));
        int256 size = int256(t.legs[0].ratio) * taker.lots.toInt256();
        int256 makerSize = int256(m.legs[0].ratio) * maker.lots.toInt256();
        require(size == -makerSize, SizeMismatch(size, makerSize));

        int256 cash = -_makerCashUp(m, maker.lots);
        int256 required = _takerLimitDown(t, taker.lots);
        require(cash >= required, PriceNotMet(required, cash));
        Charge memory charge = _charge(instrument, size, cash);
        if (t.maxFee != 0) {
            uint256 limit = Math.mulDiv(t.maxFee, taker.lots, t.lots);
            require(charge.fee <= limit, FeeAboveLimit(charge.fee, limit));
        }
        _book(t.account, m.account, instrument, size, cash, charge);
        emit Trade(
            t.account,
            m.account,
            instrument,
            instrument.market(),
            size,
            cash,
            charge.notional,
            _premium(instrument, cash),
            charge.fee,
            charge.fundFee,
            t.referrer,
            t.tag
        );
    }

    /// @dev Checks an order and marks the lots as filled. An order filled at once only sets its nonce's bit.
    function _useFill(Fill calldata fill) private {
        Order calldata o = fill.order;
        OrderSupport.requireSupported(o);
        _requireValid(o);
        bytes32 digest = digestOf(o);
        _requireSignature(o.signer, digest, fill.signature);

        uint256 before = filledLots[digest];
        uint256 remaining = o.lots - before;
        require(fill.lots != 0 && o.legs[0].ratio != 0, ZeroSize());
        require(fill.lots <= remaining, OrderOverfilled(fill.lots, remaining));
        require(fill.lots >= o.minFill || fill.lots == remaining, FillTooSmall(fill.lots, o.minFill));
        if (fill.lots == remaining) _use(o.account, o.nonce);
        else filledLots[digest] = before + fill.lots;
        emit OrderFilled(digest, o.account, fill.lots, before + fill.lots);
    }

    function _requireValid(Order calldata o) private view {
        require(block.timestamp >= o.validFrom, OrderNotYetValid(o.validFrom, block.timestamp));
        require(block.timestamp <= o.validUntil, OrderExpired(o.validUntil, block.timestamp));
        address sender = _msgSender();
        require(o.filler == address(0) || o.filler == sender, WrongFiller(o.filler, sender));
        _requireUnused(o.account, o.nonce);
        _requireEpoch(o.account, o.accountEpoch);
        address owner = accountToken.ownerOf(o.account);
        require(o.signer == owner, SignerNotOwner(o.account, o.signer, owner));
    }

    /// @dev What the maker receives for the lots: its limit, rounded up.
    function _makerCashUp(Order calldata o, uint256 lots) private pure returns (int256) {
        return -FixedPoint.mulFloor(-int256(o.price), lots.toInt256());
    }

    /// @dev Least cash of the taker, rounded down: orders at opposite prices always meet, and the wei is the taker's.
    function _takerLimitDown(Order calldata o, uint256 lots) private pure returns (int256) {
        return FixedPoint.mulFloor(o.price, lots.toInt256());
    }

    function _isTaker(Order calldata o) private pure returns (bool) {
        return o.flags & OrderFlags.TAKER != 0;
    }
}
