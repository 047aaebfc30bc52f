// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {LinearWord} from "./LinearWord.sol";

/// @title Journal
/// @notice What the running operation has changed, in transient storage: the accounts to check at its end, how each
/// stood before (so that health before and after can be compared), and the tokens that wait to leave.
/// @dev Layout below the root: [0] number of accounts, [1] number of payments; lists and per-account records at derived
/// slots. An account's record: [0] flags and number of changed positions, [1] cash before, [2] collateral mask before,
/// [3 + 2i] instrument 128 | size before 96, [4 + 2i] second slot before.
library Journal {
    using SlotDerivation for bytes32;
    using TransientSlot for bytes32;
    using TransientSlot for TransientSlot.AddressSlot;
    using TransientSlot for TransientSlot.Uint256Slot;
    using TransientSlot for TransientSlot.Int256Slot;

    bytes32 private constant ROOT = keccak256("ballast.clearing.journal");
    bytes32 private constant ACCOUNTS = keccak256("ballast.clearing.journal.accounts");
    bytes32 private constant PAYMENTS = keccak256("ballast.clearing.journal.payments");
    bytes32 private constant RECORDS = keccak256("ballast.clearing.journal.records");

    uint256 private constant TOUCHED = 1;
    uint256 private constant MUST_CHECK = 2;
    uint256 private constant FLAG_BITS = 8;
    uint256 private constant MASK_RECORDED = 1 << 255;

    /// @dev A token transfer that waits for the check.
    struct Payment {
        address token;
        address to;
        uint256 amount;
    }

    // ---- accounts

    function isTouched(uint256 account) internal view returns (bool) {
        return _flags(account) & TOUCHED != 0;
    }

    function mustCheck(uint256 account) internal view returns (bool) {
        return _flags(account) & MUST_CHECK != 0;
    }

    function touch(uint256 account, int256 cash) internal {
        uint256 n = accountCount();
        ACCOUNTS.offset(n).asUint256().tstore(account);
        ROOT.asUint256().tstore(n + 1);
        _raise(account, TOUCHED);
        _record(account).offset(1).asInt256().tstore(cash);
    }

    function requireCheck(uint256 account) internal {
        _raise(account, MUST_CHECK);
    }

    function accountCount() internal view returns (uint256) {
        return ROOT.asUint256().tload();
    }

    function accountAt(uint256 i) internal view returns (uint256) {
        return ACCOUNTS.offset(i).asUint256().tload();
    }

    function cashBefore(uint256 account) internal view returns (int256) {
        return _record(account).offset(1).asInt256().tload();
    }

    /// @dev Deposits of the batch count as if they had been there before.
    function addCashBefore(uint256 account, int256 cash) internal {
        TransientSlot.Int256Slot slot = _record(account).offset(1).asInt256();
        slot.tstore(slot.tload() + cash);
    }

    // ---- positions

    function changeCount(uint256 account) internal view returns (uint256) {
        return _flags(account) >> FLAG_BITS;
    }

    /// @dev A changed position as it was; size 0 if there was none. Its funding index is the current one: the account was
    /// touched first.
    function changeAt(
        uint256 account,
        uint256 i
    ) internal view returns (Instrument instrument, int256 size, LinearWord linear) {
        bytes32 slot = _change(_record(account), i);
        uint256 word = slot.asUint256().tload();
        instrument = Instrument.wrap(uint128(word >> 128));
        size = int256(int96(uint96(word)));
        linear = LinearWord.wrap(slot.offset(1).asUint256().tload());
    }

    /// @dev Keeps what was before the first change only: that is how the position stood.
    function recordPosition(uint256 account, Instrument instrument, int256 size, LinearWord linear) internal {
        bytes32 record = _record(account);
        uint256 n = changeCount(account);
        for (uint256 i = 0; i < n; ++i) {
            uint256 word = _change(record, i).asUint256().tload();
            if (word >> 128 == Instrument.unwrap(instrument)) return;
        }
        bytes32 slot = _change(record, n);
        slot.asUint256().tstore((uint256(Instrument.unwrap(instrument)) << 128) | uint96(int96(size)));
        slot.offset(1).asUint256().tstore(LinearWord.unwrap(linear));
        TransientSlot.Uint256Slot flags = record.asUint256();
        flags.tstore(flags.tload() + (1 << FLAG_BITS));
    }

    // ---- collateral

    function recordCollateral(uint256 account, uint24 market, uint256 amountBefore, uint64 maskBefore) internal {
        TransientSlot.Uint256Slot mask = _record(account).offset(2).asUint256();
        if (mask.tload() == 0) mask.tstore(maskBefore | MASK_RECORDED);
        TransientSlot.Uint256Slot amount = _collateral(account, market);
        // One above the amount, so that 0 means "unchanged".
        if (amount.tload() == 0) amount.tstore(amountBefore + 1);
    }

    function addCollateralBefore(uint256 account, uint24 market, uint256 added) internal {
        TransientSlot.Uint256Slot amount = _collateral(account, market);
        uint256 stored = amount.tload();
        if (stored != 0) amount.tstore(stored + added);
    }

    function collateralMaskBefore(uint256 account) internal view returns (uint64) {
        return uint64(_record(account).offset(2).asUint256().tload());
    }

    function collateralBefore(uint256 account, uint24 market, uint256 current) internal view returns (uint256) {
        uint256 stored = _collateral(account, market).tload();
        return stored == 0 ? current : stored - 1;
    }

    // ---- payments

    function addPayment(address token, address to, uint256 amount) internal {
        uint256 n = paymentCount();
        bytes32 slot = PAYMENTS.offset(3 * n);
        slot.asAddress().tstore(token);
        slot.offset(1).asAddress().tstore(to);
        slot.offset(2).asUint256().tstore(amount);
        ROOT.offset(1).asUint256().tstore(n + 1);
    }

    function paymentCount() internal view returns (uint256) {
        return ROOT.offset(1).asUint256().tload();
    }

    function paymentAt(uint256 i) internal view returns (Payment memory) {
        bytes32 slot = PAYMENTS.offset(3 * i);
        return
            Payment(slot.asAddress().tload(), slot.offset(1).asAddress().tload(), slot.offset(2).asUint256().tload());
    }

    // ---- end

    /// @dev Forgets everything, so that a second operation in the same transaction starts clean.
    function clear() internal {
        uint256 n = accountCount();
        for (uint256 i = 0; i < n; ++i) {
            uint256 account = accountAt(i);
            bytes32 record = _record(account);
            uint256 mask = record.offset(2).asUint256().tload();
            record.asUint256().tstore(0);
            if (mask != 0) _clearCollateral(account);
        }
        ROOT.asUint256().tstore(0);
        ROOT.offset(1).asUint256().tstore(0);
    }

    function _clearCollateral(uint256 account) private {
        // A generation counter changes the slots of the next operation.
        TransientSlot.Uint256Slot generation = _generation(account);
        generation.tstore(generation.tload() + 1);
        _record(account).offset(2).asUint256().tstore(0);
    }

    function _flags(uint256 account) private view returns (uint256) {
        return _record(account).asUint256().tload();
    }

    function _raise(uint256 account, uint256 flag) private {
        TransientSlot.Uint256Slot slot = _record(account).asUint256();
        slot.tstore(slot.tload() | flag);
    }

    function _change(bytes32 record, uint256 i) private pure returns (bytes32) {
        return record.offset(3 + 2 * i);
    }

    function _record(uint256 account) private pure returns (bytes32) {
        return RECORDS.deriveMapping(account);
    }

    function _generation(uint256 account) private pure returns (TransientSlot.Uint256Slot) {
        return _record(account).deriveMapping(uint256(0)).asUint256();
    }

    function _collateral(uint256 account, uint24 market) private view returns (TransientSlot.Uint256Slot) {
        return _record(account).deriveMapping((_generation(account).tload() << 24) | market).asUint256();
    }
}
