// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {BandReference} from "../../../contracts/doubles/BandReference.sol";
import {VM, within} from "../../support/world/Vm.sol";

contract BandReferenceTest {
    uint256 private constant START = 1_772_787_600;

    BandReference private std;
    string[] private symbols = ["ETH", "BTC"];
    uint64[] private rates = [2000e9, 50_000e9];
    uint64[] private times = [uint64(START - 60), uint64(START - 120)];
    uint64[] private requests = [7, 8];

    function setUp() public {
        VM.warp(START);
        std = new BandReference(address(this));
        std.relay(symbols, rates, times, requests);
    }

    function test_relay_writesRateTimeAndRequest() public view {
        (uint64 rate, uint64 time, uint64 request) = std.refs("BTC");
        require(rate == 50_000e9 && time == START - 120 && request == 8);
    }

    function testFuzz_relay_skips_whatIsNotNewer(uint64 time) public {
        time = uint64(within(time, 0, START));
        uint64[] memory news = new uint64[](2);
        (news[0], news[1]) = (time, time);
        rates = [1e9, 2e9];
        std.relay(symbols, rates, news, requests);
        (uint64 eth, , ) = std.refs("ETH");
        (uint64 btc, , ) = std.refs("BTC");
        require(eth == (time > START - 60 ? 1e9 : 2000e9) && btc == (time > START - 120 ? 2e9 : 50_000e9));
    }

    function testFuzz_forceRelay_writes_whatIsOlder(uint64 rate, uint64 time) public {
        time = uint64(within(time, 1, START));
        (rates[0], times[0]) = (rate, time);
        std.forceRelay(symbols, rates, times, requests);
        BandReference.ReferenceData memory data = std.getReferenceData("ETH", "USD");
        require(data.rate == uint256(rate) * 1e9 && data.lastUpdatedBase == time && data.lastUpdatedQuote == START);
    }

    function testFuzz_relay_reverts_forOthers(address stranger) public {
        VM.assume(stranger != address(this));
        bytes memory reason = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger);
        VM.prank(stranger);
        VM.expectRevert(reason);
        std.relay(symbols, rates, times, requests);
        VM.prank(stranger);
        VM.expectRevert(reason);
        std.forceRelay(symbols, rates, times, requests);
    }

    function test_relay_reverts_withLengthsThatDiffer() public {
        uint64[] memory short = new uint64[](1);
        bytes memory reason = abi.encodeWithSelector(BandReference.LengthMismatch.selector, 2, 1);
        VM.expectRevert(reason);
        std.relay(symbols, short, times, requests);
        VM.expectRevert(reason);
        std.relay(symbols, rates, short, requests);
        VM.expectRevert(reason);
        std.forceRelay(symbols, rates, times, short);
    }

    function testFuzz_getReferenceData_isTheQuotient(uint64 base, uint64 quote) public {
        quote = uint64(within(quote, 1, type(uint64).max));
        (rates[0], rates[1]) = (base, quote);
        std.forceRelay(symbols, rates, times, requests);
        BandReference.ReferenceData memory data = std.getReferenceData("ETH", "BTC");
        require(data.rate == (uint256(base) * 1e18) / quote);
        require(data.lastUpdatedBase == START - 60 && data.lastUpdatedQuote == START - 120);
    }

    function test_getReferenceData_isOne_forDollarsInDollars() public view {
        BandReference.ReferenceData memory data = std.getReferenceData("USD", "USD");
        require(data.rate == 1e18 && data.lastUpdatedBase == START && data.lastUpdatedQuote == START);
    }

    function test_getReferenceData_reverts_whenASymbolIsUnknown() public {
        bytes memory reason = abi.encodeWithSelector(BandReference.RefDataNotAvailable.selector, "XAU");
        VM.expectRevert(reason);
        std.getReferenceData("XAU", "USD");
        VM.expectRevert(reason);
        std.getReferenceData("USD", "XAU");
    }

    function test_getReferenceDataBulk_isEachPair() public view {
        string[] memory quotes = new string[](2);
        (quotes[0], quotes[1]) = ("USD", "ETH");
        BandReference.ReferenceData[] memory data = std.getReferenceDataBulk(symbols, quotes);
        require(data.length == 2 && data[0].rate == 2000e18 && data[1].rate == 25e18);
    }

    function test_getReferenceDataBulk_reverts_withLengthsThatDiffer() public {
        VM.expectRevert(abi.encodeWithSelector(BandReference.LengthMismatch.selector, 2, 1));
        std.getReferenceDataBulk(symbols, new string[](1));
    }
}
