// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {FUND_ACCOUNT} from "../interfaces/IAccountToken.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {LedgerStorage} from "./LedgerStorage.sol";

/// @title Cash
/// @notice Cash of the accounts. Positive cash is stored as units of an index that starts at 1 and falls when a loss
/// is written off, so a loss is borne by all who hold cash at that moment, whoever withdraws first. Negative cash is
/// stored as it is.
abstract contract Cash is LedgerStorage {
    using SafeCast for int256;
    using SafeCast for uint256;

    /// @dev The index never falls below a millionth: units would outgrow their slot.
    uint256 internal constant MIN_CASH_INDEX = RAY / 1e6;

    /// @dev Cash of an account, wad, rounded down.
    function _cashOf(uint256 account) internal view returns (int256) {
        int256 stored = accounts[account].cash;
        if (stored <= 0 || cashIndex == RAY) return stored;
        return Math.mulDiv(uint256(stored), cashIndex, RAY).toInt256();
    }

    /// @dev Adds to the cash of an account. What the fund receives first restores the index.
    function _addCash(uint256 account, int256 amount) internal {
        if (amount == 0) return;
        if (account == FUND_ACCOUNT && amount > 0 && cashIndex < RAY) {
            amount -= _restoreIndexDown(uint256(amount)).toInt256();
        }
        _setCash(account, _cashOf(account) + amount);
    }

    /// @dev Takes `loss` off all positive cash, at most down to the least index.
    /// @return shared What was taken, wad
    function _writeOff(uint256 loss) internal returns (uint256 shared) {
        uint256 units = cashUnits;
        uint256 index = cashIndex;
        if (units == 0) return 0;
        shared = Math.min(loss, Math.mulDiv(units, index - MIN_CASH_INDEX, RAY));
        // The index falls by the rounded-up quotient: the remainder is dust for the house.
        cashIndex = (index - Math.mulDiv(shared, RAY, units, Math.Rounding.Ceil)).toUint128();
    }

    /// @dev What is still missing to bring the index back to 1, wad, rounded up.
    function _deficit() internal view returns (uint256) {
        return Math.mulDiv(cashUnits, RAY - cashIndex, RAY, Math.Rounding.Ceil);
    }

    function _restoreIndexDown(uint256 offered) private returns (uint256 used) {
        uint256 units = cashUnits;
        uint256 index = cashIndex;
        uint256 missing = _deficit();
        if (missing == 0 || units == 0) return 0;
        used = Math.min(offered, missing);
        index = used == missing ? RAY : index + Math.mulDiv(used, RAY, units);
        cashIndex = index.toUint128();
        emit IClearingHouse.CashIndexRestored(used, index);
    }

    function _setCash(uint256 account, int256 cash) private {
        Account storage a = accounts[account];
        int256 stored = a.cash;
        int256 updated = cash;
        if (cash > 0 && cashIndex != RAY) updated = Math.mulDiv(uint256(cash), RAY, cashIndex).toInt256();
        a.cash = updated.toInt128();
        uint256 unitsBefore = stored > 0 ? uint256(stored) : 0;
        uint256 unitsAfter = updated > 0 ? uint256(updated) : 0;
        if (unitsBefore != unitsAfter) cashUnits = (cashUnits + unitsAfter - unitsBefore).toUint128();
        uint256 debtBefore = stored < 0 ? uint256(-stored) : 0;
        uint256 debtAfter = updated < 0 ? uint256(-updated) : 0;
        if (debtBefore != debtAfter) totalDebt = (totalDebt + debtAfter - debtBefore).toUint128();
    }
}
