// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../../contracts/instruments/Instrument.sol";
import {Books} from "../../contracts/interfaces/IClearingHouse.sol";
import {Margin} from "../../contracts/interfaces/IRiskEngine.sol";
import {Handler} from "./Handler.sol";
import {Properties} from "./Properties.sol";

/// @notice The numbered properties after every step of random sequences of all external functions.
contract LedgerInvariantTest {
    /// @dev Rounding of one operation, wad: far below a unit of the cash token.
    uint256 private constant DUST_PER_OPERATION = 1e9;

    Handler private handler;

    error PropertyBroken(string property);

    function setUp() public {
        handler = new Handler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_handlerSawNothingBroken() public view {
        _hold(bytes(handler.broken()).length == 0, handler.broken());
    }

    function invariant_booksBalance() public view {
        Books memory b = handler.books();
        int256 difference = int256(b.held) - b.owed;
        _hold(difference >= 0, Properties.LEDGER_2);
        _hold(uint256(difference) <= DUST_PER_OPERATION * (handler.operations() + 1), Properties.LEDGER_2);
        _hold(b.cashIndex <= 1e27, Properties.LOSS_1);
    }

    function invariant_cashEqualsTheTotals() public view {
        Books memory b = handler.books();
        int256 difference = int256(b.positiveCash) - int256(b.debt) - handler.cashSum();
        // Each account's cash is rounded down.
        _hold(difference >= 0 && difference <= 7, Properties.LEDGER_5);
    }

    function invariant_sizesSumToZero() public view {
        uint256 long;
        for (uint256 i = 0; i < handler.instrumentCount(); ++i) {
            long += _checkInstrument(handler.instrumentAt(i));
        }
        _hold(long == handler.marketOpenInterest(), Properties.LEDGER_3);
    }

    function invariant_collateralIsThere() public view {
        (uint256 sum, uint256 held) = handler.collateral();
        _hold(sum == held, Properties.LEDGER_4);
    }

    function invariant_initialAboveMaintenance() public view {
        for (uint256 i = 0; i < handler.accountCount(); ++i) {
            Margin memory m = handler.marginOf(i);
            _hold(m.initial >= m.maintenance, Properties.MARGIN_3);
        }
    }

    function _checkInstrument(Instrument instrument) private view returns (uint256 long) {
        uint256 short;
        for (uint256 i = 0; i < handler.accountCount(); ++i) {
            int256 size = handler.sizeOf(i, instrument);
            if (size > 0) long += uint256(size);
            else short += uint256(-size);
        }
        (uint256 storedLong, uint256 storedShort) = handler.openInterest(instrument);
        _hold(long == storedLong && short == storedShort, Properties.LEDGER_3);
        if (instrument.expiry() > block.timestamp) _hold(long == short, Properties.LEDGER_1);
    }

    function _hold(bool condition, string memory property) private pure {
        require(condition, PropertyBroken(property));
    }
}
