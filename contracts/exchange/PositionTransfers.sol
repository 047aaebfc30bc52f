// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {FUND_ACCOUNT, TREASURY_ACCOUNT} from "../interfaces/IAccountToken.sol";
import {CollateralMove, IClearingHouse, Posting} from "../interfaces/IClearingHouse.sol";
import {IExchange, PositionTransfer} from "../interfaces/IExchange.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Fees} from "./Fees.sol";

/// @title PositionTransfers
/// @notice Positions that two owners move between their accounts, and the booking that trades share with them.
abstract contract PositionTransfers is Fees {
    using SafeCast for uint256;

    bytes32 private constant TRANSFER_TYPEHASH = keccak256(
        "PositionTransfer(uint256 from,uint64 fromEpoch,uint256 to,uint64 toEpoch,uint128 instrument,int256 size,"
        "int256 cash,uint256 fromNonce,uint256 toNonce,uint40 validUntil)"
    );

    IClearingHouse public immutable clearingHouse;
    IPriceOracle public immutable oracle;

    /// @dev What a trade costs its payer, wad.
    struct Charge {
        uint256 notional;
        uint256 fee;
        uint256 fundFee;
    }

    constructor(IClearingHouse clearingHouse_, IPriceOracle oracle_) {
        clearingHouse = clearingHouse_;
        oracle = oracle_;
    }

    /// @inheritdoc IExchange
    function transferPosition(
        PositionTransfer calldata t,
        bytes calldata fromSignature,
        bytes calldata toSignature
    ) external {
        require(t.from != t.to, SameAccount(t.from));
        require(block.timestamp <= t.validUntil, OrderExpired(t.validUntil, block.timestamp));
        require(t.size != 0, ZeroSize());
        bytes32 digest = digestOfTransfer(t);
        _consent(t.from, t.fromEpoch, t.fromNonce, digest, fromSignature);
        _consent(t.to, t.toEpoch, t.toNonce, digest, toSignature);
        _requireHeld(t.from, t.instrument, t.size);

        Charge memory charge;
        if (accountToken.ownerOf(t.from) != accountToken.ownerOf(t.to)) {
            charge = _uncappedCharge(t.instrument, t.size);
        }
        _book(t.from, t.to, t.instrument, -t.size, t.cash, charge);
        emit PositionTransferred(t.from, t.to, t.instrument, t.size, t.cash, charge.fee, charge.fundFee);
    }

    /// @inheritdoc IExchange
    function digestOfTransfer(PositionTransfer calldata t) public view returns (bytes32) {
        bytes32 structHash = keccak256(
            abi.encode(
                TRANSFER_TYPEHASH,
                t.from,
                t.fromEpoch,
                t.to,
                t.toEpoch,
                t.instrument,
                t.size,
                t.cash,
                t.fromNonce,
                t.toNonce,
                t.validUntil
            )
        );
        return _hashTypedDataV4(structHash);
    }

    /// @dev Books size and cash for `payer` against `other`; the payer bears the fee on top.
    function _book(
        uint256 payer,
        uint256 other,
        Instrument instrument,
        int256 size,
        int256 cash,
        Charge memory charge
    ) internal {
        int256 fee = charge.fee.toInt256();
        // With a future or perpetual the fee has a line of its own: it would become part of the entry notional.
        bool apart = instrument.isLinear();
        Instrument none = Instrument.wrap(0);
        Posting[] memory lines = new Posting[](fee == 0 ? 2 : apart ? 5 : 4);
        lines[0] = Posting(other, instrument, -size, -cash);
        lines[1] = Posting(payer, instrument, size, apart ? cash : cash - fee);
        if (fee != 0) {
            lines[2] = Posting(FUND_ACCOUNT, none, 0, charge.fundFee.toInt256());
            lines[3] = Posting(TREASURY_ACCOUNT, none, 0, fee - charge.fundFee.toInt256());
            if (apart) lines[4] = Posting(payer, none, 0, -fee);
        }
        clearingHouse.post(lines, new CollateralMove[](0), 0);
    }

    /// @dev What an option costs, whichever way it goes. A future or perpetual costs nothing: its cash is the value of the
    /// trade.
    function _premium(Instrument instrument, int256 cash) internal pure returns (uint256) {
        return instrument.isLinear() ? 0 : SignedMath.abs(cash);
    }

    /// @dev Notional at the oracle's price, and the taker's fee on it. Only a premium caps the fee.
    function _charge(Instrument instrument, int256 size, int256 cash) internal view returns (Charge memory c) {
        if (instrument.isLinear()) return _uncappedCharge(instrument, size);
        c.notional = _notional(instrument, size);
        (c.fee, c.fundFee) = _calculateFee(c.notional, _premium(instrument, cash));
    }

    function _notional(Instrument instrument, int256 size) private view returns (uint256) {
        return FixedPoint.mulDown(SignedMath.abs(size), oracle.read(instrument.market()).price);
    }

    /// @dev A transfer has no premium that could cap its fee: at a price of its owners' choice the cap would be 0. Nor has a
    /// future or perpetual.
    function _uncappedCharge(Instrument instrument, int256 size) private view returns (Charge memory c) {
        c.notional = _notional(instrument, size);
        (c.fee, c.fundFee) = _calculateFee(c.notional, type(uint128).max);
    }

    /// @dev An owner consents by calling, or by a signature; either uses the nonce up.
    function _consent(uint256 account, uint64 epoch, uint256 nonce, bytes32 digest, bytes calldata signature) private {
        _requireEpoch(account, epoch);
        _requireUnused(account, nonce);
        _use(account, nonce);
        address owner = accountToken.ownerOf(account);
        if (owner != _msgSender()) _requireSignature(owner, digest, signature);
    }

    /// @dev Outside the exchange only what is held can be given: no new short comes into being.
    function _requireHeld(uint256 account, Instrument instrument, int256 size) private view {
        int256 held = clearingHouse.sizeOf(account, instrument);
        bool within = size > 0 ? size <= held : size >= held;
        require(within, MoreThanHeld(account, size, held));
    }
}
