// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {Fill} from "../../../contracts/interfaces/IExchange.sol";
import {Bid} from "../../../contracts/interfaces/ILiquidator.sol";
import {VM} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice The largest account that the limits permit can still be liquidated in one transaction.
contract ManyLegsTest is World {
    uint256 private constant BUYER = 0xB0B;
    uint256 private constant SELLER = 0x5E11;
    uint256 private constant BIDDER = 0xB1D;
    uint256 private constant LEGS = 64;
    /// @dev The cap of a transaction (EIP-7825).
    uint256 private constant GAS_CAP = 16_777_216;

    uint256 private buyer;
    uint256 private seller;
    uint256 private bidder;

    function setUp() public {
        _build();
        buyer = _openAccount(BUYER, 100_000);
        seller = _openAccount(SELLER, 60_000);
        bidder = _openAccount(BIDDER, 200_000);
        for (uint256 i = 0; i < LEGS; ++i) {
            exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, _leg(i), 1e18, 20e18));
        }
        uint256 free = engine.freeCash(house.portfolioOf(seller)) / 1e12;
        VM.prank(VM.addr(SELLER));
        house.withdraw(seller, address(usdc), free, address(this));
    }

    function test_position_65_isRefused() public {
        Instrument extra = _option(Kind.Put, _expiry(1), 1000);
        Fill[] memory fills = _pair(BUYER, buyer, SELLER, seller, extra, 1e18, 1e18);
        VM.expectPartialRevert(IClearingHouse.PositionLimit.selector);
        exchange.matchOrders(fills);
    }

    function test_liquidation_fitsATransaction_with64Legs() public {
        _setPrice(2600);
        _liquidate();
    }

    /// @dev While the first source is late the account is also valued at both ends of the interval.
    function test_liquidation_fitsATransaction_with64Legs_whenDegraded() public {
        _addBand();
        _setPrice(2600);
        VM.warp(block.timestamp + 2 hours);
        band.transmit("ETH", 2600e9);
        require(oracle.read(ETH).status == IPriceOracle.Status.Degraded);
        _liquidate();
    }

    function _liquidate() private {
        uint256 before = gasleft();
        require(liquidator.flag(seller));
        require(before - gasleft() < GAS_CAP, "flag");
        before = gasleft();
        VM.prank(VM.addr(BIDDER));
        liquidator.bid(Bid(seller, bidder, _leg(0), 0, 1e18, 0));
        require(before - gasleft() < GAS_CAP, "bid");
        require(house.sizeOf(bidder, _leg(0)) == -1e18);
    }

    /// @dev 32 strikes of calls and puts over two expiries.
    function _leg(uint256 i) private view returns (Instrument) {
        return _option(i % 2 == 0 ? Kind.Call : Kind.Put, _expiry(5 + (i % 4) / 2), 1500 + 20 * (i / 4));
    }
}
