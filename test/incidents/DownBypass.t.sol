// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, InstrumentCodec, Kind} from "../../contracts/instruments/Instrument.sol";
import {IExchange, Fill} from "../../contracts/interfaces/IExchange.sol";
import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {ITestToken} from "../support/world/Doubles.sol";
import {PhasedFeed} from "../support/world/PhasedFeed.sol";
import {VM} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice While a market is Down nothing deposited in the batch makes room for new risk in it.
contract DownBypassTest is World {
    uint256 private constant A = 0xA11;
    uint256 private constant S = 0x5E1;
    uint256 private a;
    uint256 private s;
    ITestToken private wbtc;
    IRouter.Call[] private calls;

    function setUp() public {
        _build();
        a = _openAccount(A, 100_000);
        s = _openAccount(S, 10_000);
        bytes memory code = bytes.concat(VM.getCode("TestToken"), abi.encode("BTC", "BTC", 18));
        address made;
        assembly {
            made := create(0, add(code, 32), mload(code))
        }
        wbtc = ITestToken(made);
        _listMarket(new PhasedFeed(8, 60000e8));
        riskParameters.listCollateral(2, made, 0.9e18);
        riskParameters.setCollateral(2, 0.9e18, 1e24);
        Instrument btc = InstrumentCodec.pack(2, Kind.Call, _expiry(56), 60_000e18);
        exchange.matchOrders(_pair(S, s, A, a, btc, 0.01e18, 0));
        feed.update(0);
    }

    function test_newRisk_reverts_whatIsDepositedBesideIt() public {
        uint256 amount = 100e18;
        wbtc.mint(VM.addr(A), amount);
        VM.prank(VM.addr(A));
        wbtc.approve(address(house), amount);
        calls.push(IRouter.Call(address(house), abi.encodeCall(IClearingHouse.deposit, (a, address(wbtc), amount))));
        _leg();
        calls.push(
            IRouter.Call(
                address(house),
                abi.encodeCall(IClearingHouse.withdraw, (a, address(wbtc), amount, VM.addr(A)))
            )
        );
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NewRiskWhileDown.selector, a));
        VM.prank(VM.addr(A));
        router.batch(calls);
    }

    function _leg() private {
        Fill[] memory f = _pair(S, s, A, a, _option(Kind.Call, _expiry(56), 2000), 10e18, 200e18);
        calls.push(IRouter.Call(address(exchange), abi.encodeCall(IExchange.matchOrders, (f))));
    }
}
