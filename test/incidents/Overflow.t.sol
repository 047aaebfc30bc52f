// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, InstrumentCodec, Kind} from "../../contracts/instruments/Instrument.sol";
import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {IExchange, Fill} from "../../contracts/interfaces/IExchange.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {VM} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice Positions that would fill the house's 128-bit totals are refused: nobody's settlement can be blocked.
contract OverflowTest is World {
    uint256 private constant BUYER = 0xB0B;
    uint256 private constant SELLER = 0x5E11;
    uint256 private constant ONE = 0x111;
    uint256 private constant TWO = 0x222;
    uint256 private constant THREE = 0x333;

    uint256 private buyer;
    uint256 private seller;
    uint256 private one;
    uint256 private two;
    uint256 private three;
    Instrument private near;
    Instrument private far;

    function setUp() public {
        _build();
        buyer = _openAccount(BUYER, 30_000);
        seller = _openAccount(SELLER, 30_000);
        one = _openAccount(ONE, 200);
        two = _openAccount(TWO, 200);
        three = _openAccount(THREE, 200);
        near = InstrumentCodec.pack(ETH, Kind.Put, _expiry(1), 995e12 * WAD);
        far = InstrumentCodec.pack(ETH, Kind.Put, _expiry(7), 995e12 * WAD);
    }

    function test_winner_withdraws_whateverStrangersHold() public {
        uint40 expiry = _expiry(1);
        Instrument put = _option(Kind.Put, expiry, 2100);
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 10e18, 110e18));
        uint256 size = ((uint256(uint128(type(int128).max)) - 250e18) * WAD) / near.payoff(2000e18);
        // Any size that is accepted leaves the winner free to go.
        try this.spread(size) {
            revert("a payoff beyond 128 bits was accepted");
        } catch (bytes memory reason) {
            require(bytes4(reason) == IClearingHouse.PositionTooLarge.selector, "refused for another reason");
        }
        try this.spread(1e15) {} catch {}
        VM.warp(expiry - 2 hours);
        _setPrice(2000);
        uint80 round = feed.lastId();
        VM.warp(expiry + 1);
        _setPrice(2000);
        settlementOracle.prove(ETH, expiry, _rounds(round));
        _settle(one);
        // Nobody can undo it: the other side does not fit its slot.
        try this.settleOther() {} catch {}
        VM.prank(VM.addr(BUYER));
        house.withdraw(buyer, address(usdc), 1e6, address(this));
    }

    function settleOther() external {
        _settle(two);
    }

    function spread(uint256 size) external {
        IRouter.Call[] memory calls = new IRouter.Call[](4);
        calls[0] = _match(_pair(ONE, one, TWO, two, near, size, 0));
        calls[1] = _match(_pair(TWO, two, ONE, one, far, size, 0));
        calls[2] = _match(_pair(THREE, three, TWO, two, near, size / 10, 0));
        calls[3] = _match(_pair(TWO, two, THREE, three, far, size / 10, 0));
        router.batch(calls);
    }

    function _settle(uint256 account) private {
        uint256[] memory ids = new uint256[](1);
        ids[0] = account;
        house.settle(ids);
    }

    function _match(Fill[] memory fills) private view returns (IRouter.Call memory) {
        return IRouter.Call(address(exchange), abi.encodeCall(IExchange.matchOrders, (fills)));
    }
}
