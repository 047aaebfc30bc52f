// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Leg, OrderFlags, Trigger} from "../../../contracts/exchange/Order.sol";
import {Instrument, InstrumentCodec, Kind} from "../../../contracts/instruments/Instrument.sol";
import {Listing} from "../../../contracts/instruments/Listing.sol";
import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {Fill, IExchange} from "../../../contracts/interfaces/IExchange.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {Margin} from "../../../contracts/interfaces/IRiskEngine.sol";
import {Wallet1271} from "../../support/world/Wallet1271.sol";
import {PhasedFeed} from "../../support/world/PhasedFeed.sol";
import {VM, within} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice Two orders become a trade, or are refused by name.
contract MatchOrdersTest is World {
    uint256 private constant BUYER = 0xB0B;
    uint256 private constant SELLER = 0x5E11;

    uint256 private buyer;
    uint256 private seller;
    Instrument private call;

    function setUp() public {
        _build();
        buyer = _openAccount(BUYER, 10_000);
        seller = _openAccount(SELLER, 10_000);
        call = _option(Kind.Call, _expiry(2), 2200);
    }

    // ---- trading

    function test_match_movesSizeAndCash() public {
        exchange.matchOrders(_trade(3e18, 20e18));
        require(house.sizeOf(buyer, call) == 3e18);
        require(house.sizeOf(seller, call) == -3e18);
        // Notional 6,000 at 0.03% is 1.80 USDC, below 12.5% of the premium of 60.
        require(house.cashOf(buyer) == 10_000e18 - 60e18 - 1.8e18);
        require(house.cashOf(seller) == 10_000e18 + 60e18);
        require(house.cashOf(FUND) == 1.08e18);
        require(house.cashOf(TREASURY) == 0.72e18);
        Margin memory m = _margin(seller);
        require(m.initial > m.maintenance && m.maintenance > 0);
        require(_margin(buyer).initial == 0);
        require(house.openInterest(call).long == 3e18 && house.openInterest(call).short == 3e18);
    }

    function test_match_givesTheSurplusToTheTaker() public {
        Fill[] memory fills = new Fill[](2);
        fills[0] = _order(BUYER, buyer, call, true, 1e18, -25e18, true);
        fills[1] = _order(SELLER, seller, call, false, 1e18, 20e18, false);
        exchange.matchOrders(fills);
        require(house.cashOf(seller) == 10_000e18 + 20e18);
    }

    function test_match_fillsInParts() public {
        Fill[] memory fills = _trade(3e18, 20e18);
        fills[0].lots = 1e18;
        fills[1].lots = 1e18;
        exchange.matchOrders(fills);
        require(exchange.filledLots(exchange.digestOf(fills[0].order)) == 1e18);
        fills[0].lots = 2e18;
        fills[1].lots = 2e18;
        exchange.matchOrders(fills);
        require(house.sizeOf(buyer, call) == 3e18);
        _refused(abi.encodeWithSelector(IExchange.OrderUsed.selector, buyer, fills[0].order.nonce), fills);
    }

    function test_match_acceptsAContractWallet() public {
        Wallet1271 wallet = new Wallet1271(VM.addr(BUYER));
        buyer = accountToken.open(address(wallet));
        _deposit(buyer, 1_000);
        Fill[] memory fills = _trade(1e18, 20e18);
        fills[0].order.signer = address(wallet);
        fills[0].signature = _sign(BUYER, exchange.digestOf(fills[0].order));
        exchange.matchOrders(fills);
        require(house.sizeOf(buyer, call) == 1e18);
    }

    /// @dev Orders at one price always meet, to the wei, whatever the size; cash is conserved.
    function testFuzz_match_conservesCash(uint256 size, uint256 price) public {
        size = within(size, 1, 5e18);
        price = within(price, 0, 200e18);
        exchange.matchOrders(_trade(size, price));
        int256 sum = house.cashOf(buyer) + house.cashOf(seller) + house.cashOf(FUND) + house.cashOf(TREASURY);
        require(sum == 20_000e18);
        require(house.cashOf(seller) - 10_000e18 >= int256((price * size) / WAD));
    }

    // ---- refusals, each by name

    function test_match_reverts_withoutTwoFills() public {
        _refused(abi.encodeWithSelector(IExchange.UnsupportedMatch.selector, 1, 2), new Fill[](1));
    }

    function test_match_reverts_withoutOneTaker() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        fills[1].order.flags = OrderFlags.TAKER;
        _refused(abi.encodeWithSelector(IExchange.OneTakerNeeded.selector, 2), fills);
        fills[0].order.flags = 0;
        fills[1].order.flags = 0;
        _refused(abi.encodeWithSelector(IExchange.OneTakerNeeded.selector, 0), fills);
    }

    function test_match_reverts_whenExpiredOrEarly() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        fills[0].order.validUntil = uint40(block.timestamp - 1);
        _refused(abi.encodeWithSelector(IExchange.OrderExpired.selector, block.timestamp - 1, block.timestamp), fills);
        fills[0].order.validUntil = type(uint40).max;
        fills[0].order.validFrom = uint40(block.timestamp + 1);
        _refused(
            abi.encodeWithSelector(IExchange.OrderNotYetValid.selector, block.timestamp + 1, block.timestamp),
            fills
        );
    }

    function test_match_reverts_whenCancelled() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        uint256 nonce = fills[0].order.nonce;
        VM.prank(VM.addr(BUYER));
        exchange.cancel(buyer, nonce >> 8, 1 << (nonce & 255));
        _refused(abi.encodeWithSelector(IExchange.OrderUsed.selector, buyer, nonce), fills);
    }

    function test_cancel_reverts_whenNotOwner() public {
        VM.expectRevert(abi.encodeWithSelector(IExchange.NotAccountOwner.selector, buyer, address(this)));
        exchange.cancel(buyer, 0, 1);
    }

    function test_match_reverts_whenSignerIsNotOwner() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        fills[0].order.signer = VM.addr(SELLER);
        fills[0].signature = _sign(SELLER, exchange.digestOf(fills[0].order));
        _refused(
            abi.encodeWithSelector(IExchange.SignerNotOwner.selector, buyer, VM.addr(SELLER), VM.addr(BUYER)),
            fills
        );
    }

    function test_match_reverts_whenSignatureIsAnothers() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        bytes32 digest = exchange.digestOf(fills[0].order);
        fills[0].signature = _sign(SELLER, digest);
        _refused(abi.encodeWithSelector(IExchange.SignatureInvalid.selector, VM.addr(BUYER), digest), fills);
        fills[0].signature = "";
        _refused(abi.encodeWithSelector(IExchange.SignatureInvalid.selector, VM.addr(BUYER), digest), fills);
    }

    function test_match_reverts_whenSignatureIsMalleated() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        bytes32 digest = exchange.digestOf(fills[0].order);
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(BUYER, digest);
        bytes32 high = bytes32(0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141 - uint256(s));
        fills[0].signature = abi.encodePacked(r, high, v == 27 ? uint8(28) : uint8(27));
        _refused(abi.encodeWithSelector(IExchange.SignatureInvalid.selector, VM.addr(BUYER), digest), fills);
    }

    function test_match_reverts_afterTheAccountWasTransferred() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        VM.prank(VM.addr(BUYER));
        accountToken.transferFrom(VM.addr(BUYER), VM.addr(SELLER), buyer);
        _refused(abi.encodeWithSelector(IExchange.WrongEpoch.selector, buyer, uint64(0), uint64(1)), fills);
        // And back: what was signed before stays void.
        VM.prank(VM.addr(SELLER));
        accountToken.transferFrom(VM.addr(SELLER), VM.addr(BUYER), buyer);
        _refused(abi.encodeWithSelector(IExchange.WrongEpoch.selector, buyer, uint64(0), uint64(2)), fills);
    }

    function test_match_reverts_whenFillerIsAnother() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        fills[0].order.filler = address(0xCAFE);
        _refused(abi.encodeWithSelector(IExchange.WrongFiller.selector, address(0xCAFE), address(this)), fills);
    }

    function test_match_reverts_whenPricesDoNotMeet() public {
        Fill[] memory fills = new Fill[](2);
        fills[0] = _order(BUYER, buyer, call, true, 1e18, -19e18, true);
        fills[1] = _order(SELLER, seller, call, false, 1e18, 20e18, false);
        _refused(abi.encodeWithSelector(IExchange.PriceNotMet.selector, int256(-19e18), int256(-20e18)), fills);
    }

    function test_match_reverts_whenSizesDiffer() public {
        Fill[] memory fills = _trade(2e18, 20e18);
        fills[1].lots = 1e18;
        _refused(abi.encodeWithSelector(IExchange.SizeMismatch.selector, int256(2e18), int256(-1e18)), fills);
    }

    function test_match_reverts_whenOverfilledOrTooSmallOrZero() public {
        Fill[] memory fills = _trade(2e18, 20e18);
        fills[0].lots = 3e18;
        _refused(abi.encodeWithSelector(IExchange.OrderOverfilled.selector, 3e18, 2e18), fills);
        fills[0].lots = 0;
        _refused(abi.encodeWithSelector(IExchange.ZeroSize.selector), fills);
        fills[0].lots = 1e18;
        fills[0].order.minFill = 15e17;
        fills[0].signature = _sign(BUYER, exchange.digestOf(fills[0].order));
        _refused(abi.encodeWithSelector(IExchange.FillTooSmall.selector, 1e18, 15e17), fills);
    }

    function test_match_reverts_whenFeeIsAboveTheLimit() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        fills[0].order.maxFee = 0.5e18;
        fills[0].signature = _sign(BUYER, exchange.digestOf(fills[0].order));
        _refused(abi.encodeWithSelector(IExchange.FeeAboveLimit.selector, 0.6e18, 0.5e18), fills);
    }

    function test_match_reverts_whenInstrumentsDiffer() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        Instrument other = _option(Kind.Put, _expiry(2), 2200);
        fills[1] = _order(SELLER, seller, other, false, 1e18, 20e18, false);
        _refused(abi.encodeWithSelector(IExchange.InstrumentMismatch.selector, call, other), fills);
    }

    function test_match_reverts_whenAccountsAreTheSame() public {
        Fill[] memory fills = _pair(BUYER, buyer, BUYER, buyer, call, 1e18, 20e18);
        _refused(abi.encodeWithSelector(IExchange.SameAccount.selector, buyer), fills);
    }

    function test_match_reverts_whenInstrumentDoesNotExist() public {
        _unlisted(_option(Kind.Call, _expiry(2), 2201), Listing.StrikeOffGrid.selector);
        _unlisted(_option(Kind.Call, _expiry(2) + 1, 2200), Listing.ExpiryOffCalendar.selector);
        _unlisted(_option(Kind.Call, _expiry(9), 2200), Listing.ExpiryOffCalendar.selector);
        _unlisted(_option(Kind.Call, _expiry(0), 2200), Listing.InstrumentExpired.selector);
        _unlisted(_option(Kind.Future, _expiry(2), 2200), Listing.StrikeNotAllowed.selector);
        uint128 call = Instrument.unwrap(_option(Kind.Call, _expiry(2), 2200));
        _unlisted(Instrument.wrap(call | (4 << 96)), Listing.UnsupportedKind.selector);
        _unlisted(InstrumentCodec.pack(7, Kind.Call, _expiry(2), 2200e18), IPriceOracle.UnknownMarket.selector);
    }

    function test_match_reverts_whenMarginIsShort() public {
        Fill[] memory fills = _trade(40e18, 20e18);
        VM.expectPartialRevert(IClearingHouse.InsufficientMargin.selector);
        exchange.matchOrders(fills);
    }

    function test_match_reverts_whenPremiumIsNotInCash() public {
        _depositWeth(buyer, 100e18);
        Fill[] memory fills = _trade(10e18, 1_100e18);
        VM.expectPartialRevert(IClearingHouse.VoluntaryDebt.selector);
        exchange.matchOrders(fills);
    }

    function test_match_reverts_withNewRiskWhileThePriceIsDown() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        feed.setFault(PhasedFeed.Fault.Reverts);
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NewRiskWhileDown.selector, seller));
        exchange.matchOrders(fills);
    }

    function test_match_closes_whileThePriceIsDown() public {
        exchange.matchOrders(_trade(2e18, 20e18));
        feed.setFault(PhasedFeed.Fault.Reverts);
        exchange.matchOrders(_pair(SELLER, seller, BUYER, buyer, call, 1e18, 20e18));
        require(house.sizeOf(seller, call) == -1e18);
    }

    /// @dev Fields of the final struct that are not served yet are refused, never ignored.
    function test_match_reverts_whenAFieldIsNotServed() public {
        Fill[] memory fills = _trade(1e18, 20e18);
        fills[0].order.priceKind = 1;
        _unserved("priceKind", fills);
        fills[0].order.priceKind = 0;
        fills[0].order.spotLow = 1;
        _unserved("spotLow", fills);
        fills[0].order.spotLow = 0;
        fills[0].order.endPrice = -1;
        _unserved("endPrice", fills);
        fills[0].order.endPrice = 0;
        fills[0].order.maxPriceAge = 1;
        _unserved("maxPriceAge", fills);
        fills[0].order.maxPriceAge = 0;
        fills[0].order.relayFee = 1;
        _unserved("relayFee", fills);
        fills[0].order.relayFee = 0;
        fills[0].order.group = "g";
        _unserved("group", fills);
        fills[0].order.group = 0;
        fills[0].order.flags = OrderFlags.TAKER | OrderFlags.REDUCE_ONLY;
        _unserved("flags", fills);
        fills[0].order.flags = OrderFlags.TAKER;
        fills[0].order.trigger = Trigger(1, 0, false);
        _unserved("trigger", fills);
        fills[0].order.trigger = Trigger(0, 0, false);
        fills[0].order.legs = new Leg[](2);
        _unserved("legs", fills);
    }

    function _trade(uint256 size, uint256 price) private returns (Fill[] memory) {
        return _pair(BUYER, buyer, SELLER, seller, call, size, price);
    }

    function _unlisted(Instrument instrument, bytes4 selector) private {
        Fill[] memory fills = _pair(BUYER, buyer, SELLER, seller, instrument, 1e18, 20e18);
        VM.expectPartialRevert(selector);
        exchange.matchOrders(fills);
    }

    function _unserved(bytes32 field, Fill[] memory fills) private {
        _refused(abi.encodeWithSelector(IExchange.UnsupportedOrderField.selector, field), fills);
    }

    function _refused(bytes memory reason, Fill[] memory fills) private {
        VM.expectRevert(reason);
        exchange.matchOrders(fills);
    }
}
