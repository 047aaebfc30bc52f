// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../contracts/instruments/Instrument.sol";
import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {Properties} from "../invariant/Properties.sol";
import {VM} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice `resolve` never writes off a debt that the running batch has made, before anybody checked it.
contract ResolveInBatchTest is World {
    uint256 private constant THIEF = 0x7417EF;
    uint256 private constant SAVER = 0x5A7E;

    uint256 private thief;
    uint256 private saver;

    function setUp() public {
        _build();
        thief = _openAccount(THIEF, 1);
        saver = _openAccount(SAVER, 20_000);
        _deposit(FUND, 50_000);
    }

    /// @dev Abracadabra 2025: withdraw what is not there, have it written off, then be checked with cash 0.
    function test_batch_cannotWriteOffWhatItJustWithdrew() public {
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        calls[0] = _withdrawal(60_000e6);
        calls[1] = IRouter.Call(address(house), abi.encodeCall(IClearingHouse.resolve, (thief)));
        VM.prank(VM.addr(THIEF));
        try router.batch(calls) {} catch {}
        require(usdc.balanceOf(VM.addr(THIEF)) == 0, "stolen through withdraw + resolve");
        require(house.cashOf(saver) == 20_000e18 && house.cashOf(FUND) == 50_000e18, Properties.LEDGER_2);
    }

    /// @dev An honest debt: once relieved, "before" is still the debt, so it may be made again, and paid out.
    function test_batch_cannotMakeARelievedDebtAgain() public {
        uint256 debt = _bankrupt();
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        calls[0] = IRouter.Call(address(house), abi.encodeCall(IClearingHouse.resolve, (thief)));
        calls[1] = _withdrawal(debt / 1e12);
        VM.prank(VM.addr(THIEF));
        try router.batch(calls) {} catch {}
        require(usdc.balanceOf(VM.addr(THIEF)) == 0, "stolen through resolve + withdraw");
    }

    function _withdrawal(uint256 units) private view returns (IRouter.Call memory) {
        address to = VM.addr(THIEF);
        return IRouter.Call(address(house), abi.encodeCall(IClearingHouse.withdraw, (thief, address(usdc), units, to)));
    }

    function _bankrupt() private returns (uint256 debt) {
        uint40 expiry = _expiry(1);
        Instrument put = _option(Kind.Put, expiry, 1800);
        _deposit(thief, 5_000);
        exchange.matchOrders(_pair(SAVER, saver, THIEF, thief, put, 10e18, 10e18));
        VM.warp(expiry - 2 hours);
        _setPrice(900);
        uint80 first = feed.lastId();
        VM.warp(expiry + 1);
        _setPrice(900);
        settlementOracle.prove(ETH, expiry, _rounds(first));
        uint256[] memory ids = new uint256[](2);
        (ids[0], ids[1]) = (thief, saver);
        house.settle(ids);
        debt = uint256(-house.cashOf(thief));
    }
}
