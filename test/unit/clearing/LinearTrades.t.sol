// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, InstrumentCodec, Kind} from "../../../contracts/instruments/Instrument.sol";
import {Listing} from "../../../contracts/instruments/Listing.sol";
import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {FeeSchedule, Fill} from "../../../contracts/interfaces/IExchange.sol";
import {IRouter} from "../../../contracts/interfaces/IRouter.sol";
import {Properties} from "../../invariant/Properties.sol";
import {LinearWorld} from "../../support/world/LinearWorld.sol";
import {VM} from "../../support/world/Vm.sol";

/// @notice Futures and perpetuals change hands: entry notional, cash and books.
contract LinearTradesTest is LinearWorld {
    int256 private constant START_CASH = 100_000e18;

    function setUp() public {
        _buildLinear();
    }

    function test_open_movesNoCash() public {
        _swap(0, 1, perpetual, 3e18, 2000e18);
        require(_cash(0) == START_CASH && _cash(1) == START_CASH, "cash");
        require(_entry(0, perpetual) == 6000e18 && _entry(1, perpetual) == -6000e18, "entry");
        require(house.openInterest(perpetual).long == 3e18 && house.openInterest(perpetual).short == 3e18, "interest");
        _requireBooks(0);
    }

    function test_increase_addsToTheEntry() public {
        _swap(0, 1, future, 1e18, 2000e18);
        _swap(0, 1, future, 2e18, 2030e18);
        require(_entry(0, future) == 6060e18 && _position(0, future).size == 3e18, "entry");
        _requireBooks(0);
    }

    function test_partialClose_paysItsProfitOnly() public {
        _swap(0, 1, perpetual, 4e18, 2000e18);
        _swap(2, 0, perpetual, 1e18, 2010e18);
        require(_cash(0) == START_CASH + 10e18, "profit");
        require(_entry(0, perpetual) == 6000e18, "rest");
        require(_entry(2, perpetual) == 2010e18 && _cash(2) == START_CASH, "the new holder");
        _requireBooks(0);
    }

    function test_loss_isPaidInCash() public {
        _swap(0, 1, perpetual, 4e18, 2000e18);
        _swap(1, 0, perpetual, 4e18, 1990e18);
        require(_cash(0) == START_CASH - 40e18 && _cash(1) == START_CASH + 40e18, "cash");
        require(house.portfolioOf(who[0]).positions.length == 0, "gone");
        require(house.books().entryNotional == 0, Properties.LEDGER_6);
        _requireBooks(0);
    }

    function test_flip_fromLongToShort() public {
        _swap(0, 1, perpetual, 1e18, 2000e18);
        _swap(2, 0, perpetual, 3e18, 2010e18);
        require(_position(0, perpetual).size == -2e18 && _entry(0, perpetual) == -4020e18, "entry");
        require(_cash(0) == START_CASH + 10e18, "profit");
        _requireBooks(0);
    }

    function test_flip_fromShortToLong() public {
        _swap(1, 0, perpetual, 1e18, 2000e18);
        _swap(0, 2, perpetual, 3e18, 2010e18);
        require(_position(0, perpetual).size == 2e18 && _entry(0, perpetual) == 4020e18, "entry");
        require(_cash(0) == START_CASH - 10e18, "loss");
        _requireBooks(0);
    }

    /// @dev Closing in 65 tiny trades at the entry's own price: no wei comes into being, and only the one by which a
    /// maker's limit is rounded moves from taker to maker each time.
    function test_tinyTrades_neverYieldAWei() public {
        _swap(0, 1, perpetual, 1e18 + 7, 2000e18 + 3);
        for (uint256 i = 0; i < 65; ++i) {
            _swap(1, 0, perpetual, 1e9 + i, 2000e18 + 3);
            require(_cash(0) + _cash(1) - _entry(0, perpetual) - _entry(1, perpetual) == 2 * START_CASH, "conserved");
            require(_cash(0) <= START_CASH && _cash(1) <= START_CASH, "no profit while some of it stays open");
        }
        int256 left = _position(0, perpetual).size;
        _swap(1, 0, perpetual, uint256(left), 2000e18 + 3);
        require(_cash(0) - START_CASH <= 66 && _cash(0) >= START_CASH, "the maker's wei");
        require(_cash(0) + _cash(1) == 2 * START_CASH, "conserved");
        _requireBooks(0);
    }

    function test_transfer_realizesAtItsPrice() public {
        _swap(0, 1, perpetual, 2e18, 2000e18);
        _handOver(0, 2, perpetual, 1e18, 2100e18);
        require(_cash(0) == START_CASH + 100e18, "profit");
        require(_entry(0, perpetual) == 2000e18 && _entry(2, perpetual) == 2100e18, "entry");
        // A short one: the receiver is paid what it is worth to him.
        _handOver(1, 3, perpetual, -2e18, -3900e18);
        require(_cash(1) == START_CASH + 100e18 && _entry(3, perpetual) == -3900e18, "short");
        _requireBooks(0);
    }

    function test_transfer_reverts_whenMoreThanHeld() public {
        _swap(0, 1, perpetual, 2e18, 2000e18);
        try this.handOver(0, 2, 3e18) {
            revert("moved more than it held");
        } catch {}
    }

    function handOver(uint256 from, uint256 to, int256 size) external {
        _handOver(from, to, perpetual, size, 0);
    }

    function test_fee_staysOutOfTheEntry() public {
        exchange.setFees(FeeSchedule(0.0003e18, 0.125e18, 0.6e18));
        _swap(0, 1, perpetual, 1e18, 2000e18);
        require(_entry(0, perpetual) == 2000e18, "entry");
        require(_cash(0) == START_CASH - 0.6e18, "fee");
        require(house.cashOf(FUND) == 0.36e18 && house.cashOf(TREASURY) == 0.24e18, "split");
        _requireBooks(0);
    }

    /// @dev No premium caps the fee of a linear trade, not even at a price of 0.
    function test_fee_isNotCappedByThePrice() public {
        exchange.setFees(FeeSchedule(0.0003e18, 0.125e18, 0.6e18));
        _swap(1, 0, perpetual, 1e18, 2000e18);
        _swap(0, 1, perpetual, 1e18, 0);
        require(_cash(0) == START_CASH + 2000e18 - 0.6e18, "fee of the notional at the oracle's price");
    }

    function test_secondSlot_movesIntoTheGap() public {
        Instrument call = _option(Kind.Call, expiry, 2000);
        _swap(0, 1, perpetual, 1e18, 2000e18);
        _swap(0, 1, call, 1e18, 50e18);
        _swap(0, 1, future, 2e18, 2001e18);
        // The first goes, the last moves into its place, with what belongs to it.
        _swap(1, 0, perpetual, 1e18, 2000e18);
        require(_entry(0, future) == 4002e18 && _entry(1, future) == -4002e18, "future");
        // Now the option is last: it moves where the future was, and carries nothing over.
        _swap(1, 0, future, 2e18, 2001e18);
        require(_position(0, call).size == 1e18 && _position(0, call).entryNotional == 0, "option");
        _swap(0, 1, future, 1e18, 1999e18);
        require(_entry(0, future) == 1999e18 && _entry(1, future) == -1999e18, "opened again");
        _requireBooks(0);
    }

    function test_deposit_byAStranger_touchesNothing() public {
        _swap(0, 1, perpetual, 1e18, 2000e18);
        _deposit(who[0], 5);
        require(_cash(0) == START_CASH + 5e18 && _entry(0, perpetual) == 2000e18, "entry");
        _requireBooks(0);
    }

    function test_batch_checksOnce() public {
        // Alone the withdrawal would leave too little for the position; after the sale it does not.
        _swap(0, 1, perpetual, 50e18, 2000e18);
        Fill[] memory sale = _pair(_key(1), who[1], _key(0), who[0], perpetual, 50e18, 2000e18);
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        bytes memory out = abi.encodeCall(IClearingHouse.withdraw, (who[0], address(usdc), CASH * 1e6, address(this)));
        calls[0] = IRouter.Call(address(house), out);
        calls[1] = IRouter.Call(address(exchange), abi.encodeCall(exchange.matchOrders, (sale)));
        VM.prank(VM.addr(_key(0)));
        router.batch(calls);
        require(_cash(0) == 0 && usdc.balanceOf(address(this)) == CASH * 1e6, "withdrawn");
        _requireBooks(0);
    }

    function test_trade_reverts_withoutMargin() public {
        Fill[] memory fills = _pair(_key(0), who[0], _key(1), who[1], perpetual, 2000e18, 2000e18);
        VM.expectPartialRevert(IClearingHouse.InsufficientMargin.selector);
        exchange.matchOrders(fills);
    }

    /// @dev A bad price is a loss at once: it cannot be carried in the entry notional past the check.
    function test_trade_reverts_whenBoughtTooDear() public {
        Fill[] memory fills = _pair(_key(0), who[0], _key(1), who[1], perpetual, 1e18, 120_000e18);
        VM.expectPartialRevert(IClearingHouse.InsufficientMargin.selector);
        exchange.matchOrders(fills);
    }

    function test_entryNotional_isBounded() public {
        Fill[] memory fills = _pair(_key(0), who[0], _key(1), who[1], perpetual, 1e18, 1e30 + 1);
        VM.expectPartialRevert(IClearingHouse.PositionTooLarge.selector);
        exchange.matchOrders(fills);
    }

    function test_listing_refusesOtherIds() public {
        _refused(InstrumentCodec.pack(ETH, Kind.Perpetual, expiry, 0), Listing.ExpiryNotAllowed.selector);
        _refused(InstrumentCodec.pack(ETH, Kind.Perpetual, 0, 2000e18), Listing.StrikeNotAllowed.selector);
        _refused(InstrumentCodec.pack(ETH, Kind.Future, expiry, 2000e18), Listing.StrikeNotAllowed.selector);
        _refused(InstrumentCodec.pack(ETH, Kind.Future, expiry + 1, 0), Listing.ExpiryOffCalendar.selector);
        _refused(InstrumentCodec.pack(ETH, Kind.Future, 0, 0), Listing.InstrumentExpired.selector);
        // 0 · 10^1 is 0 as well, but it would be a second perpetual.
        uint128 id = Instrument.unwrap(perpetual) | 1;
        _refused(Instrument.wrap(id), Listing.StrikeNotAllowed.selector);
        _refused(Instrument.wrap(uint128((uint256(ETH) << 104) | (4 << 96))), Listing.UnsupportedKind.selector);
    }

    function test_event_hasNoPremium() public view {
        require(perpetual.isLinear() && future.isLinear() && !_option(Kind.Put, expiry, 2000).isLinear(), "kinds");
        require(future.payoff(1234) == 1234, "payoff");
    }

    function _refused(Instrument instrument, bytes4 selector) private {
        Fill[] memory fills = _pair(_key(0), who[0], _key(1), who[1], instrument, 1e18, 2000e18);
        VM.expectPartialRevert(selector);
        exchange.matchOrders(fills);
    }
}
