// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {BandReference} from "../../../contracts/doubles/BandReference.sol";
import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";
import {BandSource} from "../../../contracts/oracles/sources/BandSource.sol";
import {SourceFixture} from "../../support/oracles/SourceFixture.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice A pair of Band's reference data: what of it becomes a price.
contract BandSourceTest is SourceFixture {
    BandReference private std;
    BandSource private source;

    function setUp() public {
        VM.warp(START);
        std = new BandReference(address(this));
        source = _source("ETH", "USD");
        _relay("ETH", 2000e9, START);
    }

    function test_constructor_keepsItsParameters() public view {
        require(source.std() == address(std) && source.heartbeat() == HEARTBEAT && !source.isPool());
        require(source.minAnswer() == LOW && source.maxAnswer() == HIGH);
        require(keccak256(bytes(source.base())) == keccak256("ETH"));
        require(keccak256(bytes(source.quote())) == keccak256("USD"));
    }

    function test_constructor_reverts_withASymbolBeyond31Bytes() public {
        string memory long = "A symbol of thirty-two bytes ...";
        VM.expectRevert(abi.encodeWithSelector(ShortStrings.StringTooLong.selector, long));
        new BandSource(address(std), long, "USD", HEARTBEAT, LOW, HIGH);
        VM.expectRevert(abi.encodeWithSelector(ShortStrings.StringTooLong.selector, long));
        new BandSource(address(std), "ETH", long, HEARTBEAT, LOW, HIGH);
    }

    function testFuzz_constructor_reverts_withAHeartbeatOutOfRange(uint32 heartbeat) public {
        if (heartbeat >= 1 minutes) heartbeat = uint32(within(heartbeat, 2 days + 1, type(uint32).max));
        VM.expectRevert(abi.encodeWithSelector(IPriceSource.FeedHeartbeat.selector, heartbeat, 1 minutes, 2 days));
        new BandSource(address(std), "ETH", "USD", heartbeat, LOW, HIGH);
    }

    function testFuzz_constructor_reverts_withBoundsThatAreEmptyOrTooHigh(uint256 low, uint256 high) public {
        VM.assume(low >= high || high > 1e32);
        VM.expectRevert(abi.encodeWithSelector(IPriceSource.FeedBounds.selector, low, high, 1e32));
        new BandSource(address(std), "ETH", "USD", HEARTBEAT, low, high);
    }

    function testFuzz_latest_isTheRateInWad(uint64 rate, uint256 age) public {
        rate = uint64(within(rate, 1e8, 1e15));
        uint256 time = START + 1 + within(age, 0, 1 days);
        VM.warp(time);
        _relay("ETH", rate, time);
        _requireAnswer(source, uint256(rate) * 1e9, time, 0);
    }

    function testFuzz_latest_isNone_unlessStrictlyInsideTheBounds(uint64 rate) public {
        _force("ETH", rate, START);
        bool inside = rate > 1e7 && rate < 1e16;
        _requireAnswer(source, inside ? uint256(rate) * 1e9 : 0, inside ? START : 0, 0);
    }

    function test_latest_isNone_onTheBounds() public {
        uint64[4] memory stuck = [uint64(0), 1, 1e7, 1e16];
        for (uint256 i = 0; i < stuck.length; ++i) {
            _force("ETH", stuck[i], START);
            _requireNone(source);
        }
        _force("ETH", 1e7 + 1, START);
        _requireAnswer(source, LOW + 1e9, START, 0);
        _force("ETH", 1e16 - 1, START);
        _requireAnswer(source, HIGH - 1e9, START, 0);
    }

    function testFuzz_latest_isAsOldAsTheOlderSymbol(uint256 baseAge, uint256 quoteAge) public {
        (baseAge, quoteAge) = (within(baseAge, 0, 1 days), within(quoteAge, 0, 1 days));
        BandSource pair = _source("ETH", "BTC");
        _force("ETH", 2000e9, START - baseAge);
        _force("BTC", 50_000e9, START - quoteAge);
        _requireAnswer(pair, 0.04e18, START - (baseAge > quoteAge ? baseAge : quoteAge), 0);
    }

    function testFuzz_latest_isNone_whenEitherSymbolIsOfTheFuture(uint64 ahead) public {
        uint256 time = within(ahead, START + 1, type(uint64).max);
        BandSource pair = _source("ETH", "BTC");
        _force("BTC", 50_000e9, START);
        _force("ETH", 2000e9, time);
        _requireNone(pair);
        _requireNone(source);
        _force("ETH", 2000e9, START);
        _force("BTC", 50_000e9, time);
        _requireNone(pair);
    }

    function test_latest_isNone_whenASymbolIsUnknown() public {
        _requireNone(_source("XAU", "USD"));
        _requireNone(_source("ETH", "XAU"));
        _requireNone(_source("", "USD"));
    }

    function test_latest_isNone_whenTheQuoteIsWorthNothing() public {
        _force("BTC", 0, START);
        _requireNone(_source("ETH", "BTC"));
    }

    function test_latest_takesSymbolsOf31Bytes() public {
        string memory long = "A symbol of thirty-one bytes ..";
        _relay(long, 3e9, START);
        _requireAnswer(_source(long, "USD"), 3e18, START, 0);
    }

    function testFuzz_latest_isNotFooled_byLittleGas(uint256 gasLimit) public view {
        _requireSameWith(source, within(gasLimit, 3_000, 400_000));
    }

    // ---- helpers

    function _source(string memory base, string memory quote) private returns (BandSource) {
        return new BandSource(address(std), base, quote, HEARTBEAT, LOW, HIGH);
    }

    function _relay(string memory symbol, uint64 rate, uint256 time) private {
        (string[] memory s, uint64[] memory r, uint64[] memory t, uint64[] memory i) = _one(symbol, rate, time);
        std.relay(s, r, t, i);
    }

    function _force(string memory symbol, uint64 rate, uint256 time) private {
        (string[] memory s, uint64[] memory r, uint64[] memory t, uint64[] memory i) = _one(symbol, rate, time);
        std.forceRelay(s, r, t, i);
    }

    function _one(
        string memory symbol,
        uint64 rate,
        uint256 time
    )
        private
        pure
        returns (string[] memory symbols, uint64[] memory rates, uint64[] memory times, uint64[] memory ids)
    {
        (symbols, rates, times, ids) = (new string[](1), new uint64[](1), new uint64[](1), new uint64[](1));
        (symbols[0], rates[0], times[0]) = (symbol, rate, uint64(time));
    }
}
