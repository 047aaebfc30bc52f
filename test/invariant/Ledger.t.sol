// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../../contracts/instruments/Instrument.sol";
import {Books} from "../../contracts/interfaces/IClearingHouse.sol";
import {Margin} from "../../contracts/interfaces/IRiskEngine.sol";
import {Handler} from "./Handler.sol";
import {Properties} from "./Properties.sol";

/// @dev The test runner only calls contracts that it finds in a test file.
contract LedgerHandler is Handler {}

/// @notice The numbered properties after every step of random sequences of all external functions.
contract LedgerInvariantTest {
    /// @dev Rounding of one operation, wad: far below a unit of the cash token.
    uint256 private constant DUST_PER_OPERATION = 1e9;

    LedgerHandler private handler;

    error PropertyBroken(string property);

    function setUp() public {
        handler = new LedgerHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev A handler whose every action is refused would prove nothing: a fixed random walk must reach them all.
    function test_handler_reachesEveryAction() public {
        for (uint256 i = 0; i < 490; ++i) {
            _step(i % 14, keccak256(abi.encode("walk", i)));
        }
        _hold(handler.trades() >= 15, "the walk trades");
        _hold(handler.bids() >= 1, "the walk liquidates");
        _hold(handler.settled() >= 3, "the walk settles");
        _hold(handler.transfers() >= 1, "the walk transfers positions");
        _hold(handler.withdrawals() >= 1, "the walk withdraws");
        _hold(handler.linearTrades() >= 4, "the walk trades futures and perpetuals");
        _hold(handler.fundings() >= 20, "the walk accrues funding");
        invariant_handlerSawNothingBroken();
        invariant_booksBalance();
        invariant_entriesAddUp();
        invariant_sizesSumToZero();
    }

    function _step(uint256 action, bytes32 seed) private {
        uint256 a = uint64(uint256(seed));
        uint256 b = uint64(uint256(seed) >> 64);
        uint256 c = uint64(uint256(seed) >> 128);
        uint256 d = uint64(uint256(seed) >> 192);
        if (action == 0) handler.deposit(a, b, c % 4 == 0);
        else if (action == 1) handler.withdraw(a, b, c % 4 == 0);
        else if (action == 2) handler.withdrawFree(a);
        else if (action == 3) handler.transfer(a, b, c, d, int256(d % 1e20));
        else if (action == 4) handler.batch(a, b);
        else if (action == 5) handler.movePrice(a);
        else if (action == 6) handler.passTime(a);
        else if (action == 7) handler.settle(a, b);
        else if (action == 8) handler.liquidate(a, b, c, d);
        else if (action == 9) handler.resolve(a);
        else if (action == 12) handler.fund(a);
        else if (action == 13) handler.settleAll();
        else handler.trade(a, b, c, d, uint256(seed));
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

    function invariant_entriesAddUp() public view {
        (bool known, int256 sum) = handler.entrySum();
        _hold(!known || sum == handler.books().entryNotional, Properties.LEDGER_6);
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
        if (instrument.isPerpetual() || instrument.expiry() > block.timestamp)
            _hold(long == short, Properties.LEDGER_1);
    }

    function _hold(bool condition, string memory property) private pure {
        require(condition, PropertyBroken(property));
    }
}
