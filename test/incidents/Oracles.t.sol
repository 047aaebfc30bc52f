// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, InstrumentCodec, Kind} from "../../contracts/instruments/Instrument.sol";
import {IPriceOracle} from "../../contracts/interfaces/IPriceOracle.sol";
import {IPriceSource} from "../../contracts/interfaces/IPriceSource.sol";
import {ISettlementOracle} from "../../contracts/interfaces/ISettlementOracle.sol";
import {Properties} from "../invariant/Properties.sol";
import {EdgeWorld} from "../support/oracles/EdgeWorld.sol";
import {FakeSource} from "../support/oracles/FakeSource.sol";
import {PhasedFeed} from "../support/world/PhasedFeed.sol";
import {VM, within} from "../support/world/Vm.sol";

/// @notice What broke other oracles: prices that somebody could choose.
contract OracleIncidentsTest is EdgeWorld {
    uint40 private expiry;

    error Refused();

    function setUp() public {
        _build();
        expiry = _expiry(1);
    }

    /// @dev INCIDENT Ribbon 2025: of all rounds and moments, one proof alone is accepted, with odd rounds among them.
    function testFuzz_prove_acceptsOneFirstRound(uint256[8] memory gaps, uint256 zero) public {
        uint256 time = expiry - 2 hours;
        _roundAt(2000e8, time);
        for (uint256 i = 0; i < 8; ++i) {
            // Equal times and answers of 0 among them.
            time += within(gaps[i], 0, 30 minutes);
            _roundAt(i == within(zero, 0, 7) ? int256(0) : int256((1900 + 10 * i) * 1e8), time);
        }
        if (time < expiry) _roundAt(2000e8, expiry);
        uint256 accepted = 0;
        uint80 last = feed.lastId();
        for (uint80 id = last - 10; id <= last + 1; ++id) {
            try settlementOracle.prove(ETH, expiry, _rounds(id)) returns (uint256 average) {
                ++accepted;
                require(average >= 1900e18 && average <= 2000e18);
            } catch {}
        }
        require(accepted <= 1, Properties.SETTLEMENT_1);
    }

    /// @dev A history with a hole, or a feed that fails in the middle of it, proves nothing; later it still proves.
    function test_prove_reverts_whileTheFeedFails_andWorksAfterwards() public {
        _roundAt(2000e8, expiry - 2 hours);
        uint80 first = feed.lastId();
        _roundAt(2100e8, expiry + 1);
        for (uint256 i = 1; i <= 3; ++i) {
            feed.setFault(PhasedFeed.Fault(i));
            VM.expectPartialRevert(ISettlementOracle.RoundInvalid.selector);
            settlementOracle.prove(ETH, expiry, _rounds(first));
        }
        feed.setFault(PhasedFeed.Fault.None);
        require(settlementOracle.prove(ETH, expiry, _rounds(first)) == 2000e18);
    }

    /// @dev A price once proven is not replaced by the fallback, nor by a second proof, however late.
    function test_settlementPrice_isWrittenOnce() public {
        _roundAt(2000e8, expiry - 2 hours);
        uint80 first = feed.lastId();
        _roundAt(2100e8, expiry + 1);
        settlementOracle.prove(ETH, expiry, _rounds(first));
        VM.warp(expiry + 30 days);
        clock.sample(ETH);
        VM.expectPartialRevert(ISettlementOracle.AlreadyWritten.selector);
        settlementOracle.fallBack(ETH, expiry);
        require(settlementOracle.price(ETH, expiry) == 2000e18, Properties.SETTLEMENT_1);
    }

    /// @dev INCIDENT gas griefing: a caller who starves the feed of gas gets no reading, rather than a dead feed's.
    function testFuzz_read_isNotFooledByLittleGas(uint256 gasLimit) public view {
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.status == IPriceOracle.Status.Live);
        try oracle.read{gas: within(gasLimit, 5_000, 100_000)}(ETH) returns (IPriceOracle.Reading memory starved) {
            require(starved.status == r.status && starved.price == r.price, "a feed that looks dead for want of gas");
        } catch {}
    }

    /// @dev INCIDENT Moonwell: a source that disagrees with the running price is refused, also by the governor.
    function testFuzz_setSource_reverts_whenTheFeedDisagrees(uint256 price) public {
        price = within(price, 1, 1e5);
        VM.assume(price < 1970 || price > 2030);
        IPriceSource offered = _source(new PhasedFeed(8, int256(price * 1e8)));
        VM.expectPartialRevert(IPriceOracle.SourceDisagrees.selector);
        oracle.setSource(ETH, 0, offered);
    }

    // ---- sources

    /// @dev INCIDENT Synthetix sKRW 2019: one source off by 1000× does not move the interval beyond the other's price.
    function test_read_isNotMoved_byAFactorOfAThousand() public {
        _addBand();
        int256[2] memory wrong = [int256(2_000_000e8), 2e8];
        for (uint256 i = 0; i < 2; ++i) {
            feed.update(wrong[i]);
            _requireExactly(2000e18);
            feed.update(2000e8);
            band.transmit("ETH", uint64(uint256(wrong[i]) * 10));
            _requireExactly(2000e18);
            band.transmit("ETH", 2000e9);
        }
    }

    /// @dev INCIDENT bZx, Harvest, Cream, Inverse, BonqDAO, UwU, Polter 2020-24: no trade in a pool in the same block
    /// changes a margin, and the pool's price stays out of a fresh feed's interval.
    function testFuzz_pool_inTheSameBlock_changesNoMargin(uint256 price) public {
        FakeSource pool = new FakeSource(true, 2000e18);
        oracle.setSource(ETH, 1, pool);
        _openStrangle();
        (int256 equity, uint256 maintenance) = _solvencyOf(seller);
        uint256 initial = _margin(seller).initial;
        pool.set(price, block.timestamp);
        (int256 moved, uint256 movedMaintenance) = _solvencyOf(seller);
        require(equity == moved && maintenance == movedMaintenance && initial == _margin(seller).initial);
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.price == 2000e18 && r.low == r.price && r.high == r.price, "the pool is in the interval");
    }

    /// @dev INCIDENT Compound DAI 2020: a stablecoin that one venue prices at 1.30, or at 0.80, liquidates nobody.
    function testFuzz_stablecoin_spikeAtOneVenue_liquidatesNobody(uint256 price, bool first) public {
        FakeSource[2] memory venues = [new FakeSource(false, 1e18), new FakeSource(false, 1e18)];
        uint24 dai = _listMarket(new PhasedFeed(8, 1e8));
        oracle.setSource(dai, 0, venues[0]);
        oracle.setSource(dai, 1, venues[1]);
        venues[first ? 0 : 1].set(within(price, 0.7e18, 1.4e18), block.timestamp);
        IPriceOracle.Reading memory r = oracle.read(dai);
        // At both ends and in the middle is one that says 1, but for what is called agreement.
        require(r.low <= 1e18 + 0.015e18 && r.high >= 1e18 - 0.015e18 && r.price <= 1.015e18 && r.price >= 0.985e18);
    }

    /// @dev INCIDENT Venus LUNA 2022: an answer at the bounds of the feed, or beyond them, is none.
    function test_answersAtTheBounds_areInvalid() public {
        // The bounds of the world's feeds are 1e-8 and 10 million dollars.
        int256[4] memory stuck = [int256(1), 0, 10_000_000e8, 10_000_001e8];
        for (uint256 i = 0; i < 4; ++i) {
            feed.update(stuck[i]);
            require(oracle.read(ETH).status == IPriceOracle.Status.Down, "a stuck feed is believed");
        }
    }

    /// @dev INCIDENT Mango 2022, dYdX YFI 2023, Hyperliquid 2025-03: profit of positions is margin and not cash, and no
    /// number of small accounts has more of it.
    function test_profit_isNotWithdrawable() public {
        _openStrangle();
        uint256 cash = uint256(house.cashOf(buyer));
        _setPrice(4000);
        require(_margin(buyer).equity > int256(cash) + 15_000e18, "no profit to test with");
        require(engine.freeCash(house.portfolioOf(buyer)) <= cash, "profit became cash");
        VM.expectRevert(abi.encodeWithSelector(Refused.selector));
        this.takeOut(cash / 1e12 + 1);
    }

    /// @dev Reaches the house from outside, so that whatever error it gives counts.
    function takeOut(uint256 amount) external {
        VM.prank(VM.addr(BUYER));
        try house.withdraw(buyer, address(usdc), amount, VM.addr(BUYER)) {
            return;
        } catch {
            revert Refused();
        }
    }

    /// @dev INCIDENT USDe 2025-10-10: what a position or collateral is worth comes from the sources alone. Trades on the
    /// exchange, at whatever price, move neither prices nor marks.
    function test_trades_moveNoIndexAndNoMark() public {
        _openStrangle();
        (int256 equity, uint256 maintenance) = _solvencyOf(seller);
        uint256 one = _openAccount(0xAAAA, 1_000_000);
        uint256 other = _openAccount(0xBBBB, 1_000_000);
        Instrument call = _option(Kind.Call, optionExpiry, 2100);
        exchange.matchOrders(_pair(0xAAAA, one, 0xBBBB, other, call, 10e18, 4000e18));
        exchange.matchOrders(_pair(0xBBBB, other, 0xAAAA, one, call, 10e18, 4000e18));
        (int256 moved, uint256 movedMaintenance) = _solvencyOf(seller);
        require(equity == moved && maintenance == movedMaintenance && oracle.read(ETH).price == 2000e18);
    }

    // ---- found here

    /// @dev Two feeds in dispute, an account that is sound at the good one's price and nowhere around it. The end of the
    /// interval used to lie beyond the good feed by the age of the other, and the account was sold.
    function test_dispute_spares_whoIsSoundAtOneOfTheFeeds() public {
        _openStrangle();
        _addBand();
        VM.warp(block.timestamp + 10 minutes);
        _setPrice(1932);
        VM.roll(block.number + 1);
        clock.sample(ETH);
        _setPrice(1996);
        VM.warp(block.timestamp + 40 minutes);
        _toEdge(1.01e18);
        // Band is wrong by 3.4%, toward the stored price, and so it is believed.
        _relay(1929e18, block.timestamp - 40 minutes);
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.price == 1929e18 && _healthOf(seller) < 1e18, "not in danger");
        _requireSafe();
        require(r.high == 1996e18, "the end is the good feed");
    }

    /// @dev Gas griefing: a dead feed that burns what it gets costs a flag no more with many legs in its market than with
    /// one. It used to be asked once more for every leg.
    function test_flag_asksADeadFeedOnce_howeverManyLegs() public {
        PhasedFeed other = new PhasedFeed(8, 2000e8);
        uint24 second = _listMarket(other);
        uint256 a = _openAccount(0xAAAA, 200_000);
        uint256 b = _openAccount(0xBBBB, 12_000);
        for (uint256 i = 0; i < 12; ++i) {
            Instrument small = InstrumentCodec.pack(second, Kind.Put, _expiry(6), (1000 + 20 * i) * WAD);
            exchange.matchOrders(_pair(0xAAAA, a, 0xBBBB, b, small, 0.1e18, 1e18));
        }
        exchange.matchOrders(_pair(0xAAAA, a, 0xBBBB, b, _option(Kind.Put, _expiry(6), 1800), 14e18, 30e18));
        _setPrice(1000);
        uint256 quick = _gasOfFlag(b, other, PhasedFeed.Fault.Reverts);
        VM.warp(block.timestamp + 61 minutes);
        _setPrice(1000);
        uint256 burnt = _gasOfFlag(b, other, PhasedFeed.Fault.BurnsGas);
        // Mid, low, high and once more: four reads of 150,000.
        require(burnt < quick + 700_000, "asked for every leg");
    }

    function _gasOfFlag(uint256 account, PhasedFeed dead, PhasedFeed.Fault fault) private returns (uint256) {
        dead.setFault(fault);
        uint256 before = gasleft();
        require(liquidator.flag(account), "not liquidatable");
        return before - gasleft();
    }

    /// @dev With one fresh feed, 40% away from the stored price, the stored price stands in until time allows for the move.
    /// Nobody can put that off by storing it again.
    function test_unconfirmedJump_isBelievedInTime_howeverOftenSomebodySamples() public {
        _addBand();
        VM.warp(block.timestamp + 10 minutes);
        band.transmit("ETH", 0);
        uint256 start = clock.clock(ETH).sampledAt;
        for (uint256 i = 1; i <= 3; ++i) {
            feed.update(1200e8);
            VM.roll(block.number + 1);
            require(!clock.isDue(ETH) && !clock.sample(ETH), "stored again");
            VM.roll(block.number + 1);
            clock.sample(ETH);
            IPriceOracle.Reading memory r = oracle.read(ETH);
            require(r.price > 1999e18 && r.low == 1200e18, "the jump is an end and not the price");
            VM.warp(start + i * 10 minutes);
        }
        VM.warp(start + 40 minutes);
        feed.update(1200e8);
        require(oracle.read(ETH).price == 1200e18, "the reach has grown");
        require(clock.isDue(ETH));
    }

    /// @dev In the hour before expiry a mark lags behind until somebody samples: by what passed since the last one.
    function test_runningAverage_catchesUpWithASample() public {
        VM.warp(expiry - 1 hours);
        feed.update(2000e8);
        VM.roll(block.number + 1);
        clock.sample(ETH);
        VM.warp(expiry - 50 minutes);
        feed.update(2200e8);
        VM.warp(expiry - 30 minutes);
        (uint256 late, ) = clock.runningAverage(ETH, expiry);
        VM.roll(block.number + 1);
        require(clock.sample(ETH));
        (uint256 sampled, ) = clock.runningAverage(ETH, expiry);
        require(late > 1999e18 && late <= 2000e18, "before the sample");
        require(sampled > 2133e18 && sampled < 2134e18, "after it: 20 of 30 minutes at 2,200");
    }

    function _requireExactly(uint256 price) private view {
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.price == price && r.low == price && r.high == price, "moved by a source that is wrong");
    }

    function _roundAt(int256 answer, uint256 time) private {
        if (time > block.timestamp) VM.warp(time);
        feed.updateAt(answer, time);
    }
}
