// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";
import {BandSource, IStdReference} from "../../../contracts/oracles/sources/BandSource.sol";
import {ChainlinkSource, IAggregatorProxy} from "../../../contracts/oracles/sources/ChainlinkSource.sol";
import {IUniswapPool, UniswapTwapSource} from "../../../contracts/oracles/sources/UniswapTwapSource.sol";
import {Conduct, HostileTarget} from "../../support/oracles/HostileTarget.sol";
import {SourceFixture} from "../../support/oracles/SourceFixture.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice Every source against a target that answers anything, nothing, too much, too late or not at all.
contract HostileFeedsTest is SourceFixture {
    /// @dev All that a read may burn: the limit, the copy and the code around them.
    uint256 private constant MOST_GAS = 170_000;

    HostileTarget private target;
    ChainlinkSource private chainlink;
    BandSource private band;
    UniswapTwapSource private pool;

    function setUp() public {
        VM.warp(START);
        target = new HostileTarget();
        target.answer(IAggregatorProxy.decimals.selector, abi.encode(18));
        target.answer(IAggregatorProxy.phaseId.selector, abi.encode(1));
        target.answer(IUniswapPool.token0.selector, abi.encode(target));
        HostileTarget quote = new HostileTarget();
        quote.answer(IAggregatorProxy.decimals.selector, abi.encode(18));
        target.answer(IUniswapPool.token1.selector, abi.encode(quote));
        chainlink = new ChainlinkSource(address(target), HEARTBEAT, LOW, HIGH, address(0));
        band = new BandSource(address(target), "ETH", "USD", HEARTBEAT, LOW, HIGH);
        pool = new UniswapTwapSource(address(target), address(target), 1e12, LOW, HIGH);
        _answerWell();
    }

    function test_latest_isGiven_whenTheTargetAnswersWell() public view {
        _requireWell();
    }

    function test_latest_isNone_withEveryFault() public {
        for (uint256 i = 1; i < uint256(Conduct.AnswersLate); ++i) {
            target.behave(Conduct(i));
            _requireAllNone();
        }
    }

    function test_latest_isGiven_whenTheAnswerTakesAlmostAllTheGas() public {
        target.behave(Conduct.AnswersLate);
        _requireWell();
    }

    function test_latest_isNone_whenTheTargetIsGone() public {
        _destroy(address(target));
        _requireAllNone();
    }

    function test_latest_burnsBoundedGas_withEveryFault() public {
        for (uint256 i = 1; i <= uint256(Conduct.AnswersLate); ++i) {
            target.behave(Conduct(i));
            require(_gasOf(chainlink) < MOST_GAS, "Chainlink");
            require(_gasOf(band) < MOST_GAS, "Band");
            require(_gasOf(pool) < MOST_GAS, "Uniswap");
        }
    }

    function test_round_isNone_withEveryFault() public {
        (uint256 price, uint256 updatedAt) = chainlink.round(PHASE_1 | 1);
        require(price == 2000e18 && updatedAt == START && chainlink.phaseId() == 1);
        for (uint256 i = 1; i < uint256(Conduct.AnswersLate); ++i) {
            target.behave(Conduct(i));
            (price, updatedAt) = chainlink.round(PHASE_1 | 1);
            require(price == 0 && updatedAt == 0 && chainlink.phaseId() == 0);
        }
    }

    function testFuzz_latest_isNotFooled_byLittleGas_whenTheAnswerComesLate(uint256 gasLimit) public {
        gasLimit = within(gasLimit, 3_000, 400_000);
        target.behave(Conduct.AnswersLate);
        _requireSameWith(chainlink, gasLimit);
        _requireSameWith(band, gasLimit);
        _requireSameWith(pool, gasLimit);
    }

    function testFuzz_latest_isSane_whateverTheWords(uint256[8] memory words, uint256 kind) public {
        // Half of the runs keep most words plausible, so that each one alone is put to the test.
        if (kind % 2 == 0) words = _plausible(words, within(kind >> 1, 0, 7));
        bytes memory content = abi.encode(words);
        target.answer(IAggregatorProxy.latestRoundData.selector, content);
        target.answer(IStdReference.getReferenceData.selector, content);
        target.answer(IUniswapPool.observe.selector, content);
        _requireSane(chainlink);
        _requireSane(band);
        _requireSane(pool);
    }

    function testFuzz_latest_isNone_withAWideRoundId(uint256 id) public {
        id = within(id, uint256(type(uint80).max) + 1, type(uint256).max);
        target.answer(IAggregatorProxy.latestRoundData.selector, abi.encode(id, 2000e18, START, START, id));
        _requireNone(chainlink);
    }

    function testFuzz_phaseId_isZero_whenItIsWide(uint256 phase) public {
        target.answer(IAggregatorProxy.phaseId.selector, abi.encode(phase));
        require(chainlink.phaseId() == (phase > type(uint16).max ? 0 : phase));
    }

    function testFuzz_latest_isNone_whenThePoolAnswersAnotherShape(uint256 slot, uint256 word) public {
        uint256[8] memory words = _observation();
        uint256 i = [uint256(0), 1, 2, 5][within(slot, 0, 3)];
        VM.assume(word != words[i]);
        words[i] = word;
        target.answer(IUniswapPool.observe.selector, abi.encode(words));
        _requireNone(pool);
    }

    function testFuzz_latest_isNone_whenTheMeanTickIsOutOfRange(int56 first, int56 last) public {
        uint256[8] memory words = _observation();
        int256 gathered;
        unchecked {
            gathered = last - first;
        }
        VM.assume(gathered > 887272 * 1800 || gathered < -887273 * 1800);
        (words[3], words[4]) = (uint256(int256(first)), uint256(int256(last)));
        target.answer(IUniswapPool.observe.selector, abi.encode(words));
        _requireNone(pool);
    }

    /// @dev The pool's sums wrap: 1,800 s at tick 76,012 across the end of 56 bits, with liquidity 1e13 across 160.
    function test_latest_isGiven_whenThePoolsSumsWrap() public {
        uint256[8] memory words = _observation();
        (words[3], words[4]) = _wrapped(type(int56).max - 5, 76_012 * 1800);
        unchecked {
            words[6] = type(uint160).max - 7;
            words[7] = uint160(uint160(words[6]) + uint160((uint256(1800) << 128) / 1e13));
        }
        target.answer(IUniswapPool.observe.selector, abi.encode(words));
        (uint256 price, , ) = pool.latest();
        require(price > 1999e18 && price < 2001e18);
    }

    function testFuzz_latest_isNone_whenThePoolIsThin(uint256 liquidity) public {
        uint256[8] memory words = _observation();
        liquidity = within(liquidity, 1, 2e12);
        words[7] = words[6] + (uint256(1800) << 128) / liquidity;
        target.answer(IUniswapPool.observe.selector, abi.encode(words));
        (uint256 price, , ) = pool.latest();
        require((price != 0) == (liquidity >= 1e12));
    }

    // ---- helpers

    function _answerWell() private {
        bytes memory round = abi.encode(PHASE_1 | 1, 2000e18, START, START, PHASE_1 | 1);
        target.answer(IAggregatorProxy.latestRoundData.selector, round);
        target.answer(IAggregatorProxy.getRoundData.selector, round);
        target.answer(IStdReference.getReferenceData.selector, abi.encode(2000e18, START, START));
        target.answer(IUniswapPool.observe.selector, abi.encode(_observation()));
    }

    /// @dev Half an hour at tick 76,012, which is 2,000, with liquidity 1e13.
    function _observation() private pure returns (uint256[8] memory) {
        uint256 perLiquidity = (uint256(1800) << 128) / 1e13;
        return [uint256(64), 160, 2, 1e9, 1e9 + 76_012 * 1800, 2, 5e30, 5e30 + perLiquidity];
    }

    /// @dev Words that suit all three readers at once, but for one that stays as it was drawn.
    function _plausible(uint256[8] memory words, uint256 kept) private pure returns (uint256[8] memory plausible) {
        plausible = [PHASE_1 | 1, 2000e18, START, START, START, 2, 5e30, 5e40];
        plausible[kept] = words[kept];
    }

    function _wrapped(int56 first, int56 gathered) private pure returns (uint256, uint256) {
        unchecked {
            return (uint256(int256(first)), uint256(int256(first + gathered)));
        }
    }

    function _requireWell() private view {
        _requireAnswer(chainlink, 2000e18, START, PHASE_1 | 1);
        _requireAnswer(band, 2000e18, START, 0);
        (uint256 price, uint256 updatedAt, uint80 id) = pool.latest();
        require(price > 1999e18 && price < 2001e18 && updatedAt == START && id == 0, "Uniswap");
    }

    function _requireAllNone() private view {
        _requireNone(chainlink);
        _requireNone(band);
        _requireNone(pool);
    }

    function _gasOf(IPriceSource source) private view returns (uint256) {
        uint256 start = gasleft();
        source.latest();
        return start - gasleft();
    }
}
