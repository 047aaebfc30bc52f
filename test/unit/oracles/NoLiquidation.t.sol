// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {MarketState, PricePoint} from "../../../contracts/interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {PackedSlice, Slice} from "../../../contracts/interfaces/IVolatilitySurface.sol";
import {SliceWordCodec} from "../../../contracts/oracles/surface/SliceWord.sol";
import {Properties} from "../../invariant/Properties.sol";
import {EdgeWorld} from "../../support/oracles/EdgeWorld.sol";
import {FakeSource} from "../../support/oracles/FakeSource.sol";
import {PhasedFeed} from "../../support/world/PhasedFeed.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice Bad inputs liquidate nobody. The account stands 1% above maintenance all the time.
contract NoLiquidationTest is EdgeWorld {
    uint256 private constant EDGE = 1.01e18;
    uint256 private constant PUBLISHER = 0x9B;

    function setUp() public {
        _build();
        _openStrangle();
    }

    // ---- one bad source

    /// @dev Whatever one of two feeds says, and whichever it is, while the market stands still.
    function testFuzz_oneBadPrice_liquidatesNobody(uint256 seed, bool first, uint256 age) public {
        _addBand();
        age = within(age, 0, 55 minutes);
        VM.warp(block.timestamp + age);
        _toEdge(EDGE);
        _misprice(first, _scaled(2000e18, seed), block.timestamp);
        _requireSafe();
        _misprice(first, _scaled(2000e18, seed), block.timestamp - age);
        _requireSafe();
    }

    /// @dev The same when the market has moved since the last sample, so that the bad feed may be nearer to that one.
    function testFuzz_oneBadPrice_liquidatesNobody_whenTheMarketMoved(
        uint256 seed,
        bool first,
        uint256 stored,
        uint256 price,
        uint256 age
    ) public {
        _addBand();
        stored = within(stored, 1800, 2200);
        _moveTo(stored);
        price = _inReach(price, stored);
        _setPrice(price);
        age = within(age, 0, 55 minutes);
        VM.warp(block.timestamp + age);
        _toEdge(EDGE);
        _misprice(first, _scaled(price * WAD, seed), block.timestamp - age);
        _requireSafe();
    }

    /// @dev A feed that stands still while the market moves on and comes back into the account's good range.
    function testFuzz_oneFrozenPrice_liquidatesNobody(uint256 stored, uint256 price, bool first, uint256 age) public {
        _addBand();
        stored = within(stored, 1800, 2200);
        _moveTo(stored);
        price = _inReach(price, stored);
        age = within(age, 0, 55 minutes);
        VM.warp(block.timestamp + age);
        _setPrice(price);
        _toEdge(EDGE);
        _misprice(first, stored * WAD, block.timestamp - age);
        // Sources this close agree, and the first one's price is the market's.
        if (oracle.read(ETH).status == IPriceOracle.Status.Live) return;
        _requireSafe();
    }

    /// @dev Zero, negative, late, of the future, and every way not to answer.
    function testFuzz_oneDeadSource_liquidatesNobody(uint256 fault, bool first, uint256 age) public {
        _addBand();
        VM.warp(block.timestamp + within(age, 0, 55 minutes));
        _toEdge(EDGE);
        _break(first, within(fault, 0, 5));
        _requireSafe();
        VM.warp(block.timestamp + 1 minutes);
        _requireSafe();
    }

    /// @dev Alone, a feed is the market; but none, whatever it does instead of answering, is no reason either.
    function testFuzz_theOnlySourceDead_liquidatesNobody(uint256 fault, uint256 wait) public {
        VM.warp(block.timestamp + within(wait, 0, 6 hours));
        _toEdge(EDGE);
        _break(true, within(fault, 0, 5));
        _requireSafe();
    }

    // ---- a stale surface

    /// @dev For a day, equity and maintenance are those of a surface that is renewed all the time, bit for bit.
    function testFuzz_staleSurface_changesNothing(uint256 age) public {
        surface.setPublishers(_publishers(), 1);
        _publish();
        VM.warp(block.timestamp + within(age, 10 minutes, 24 hours) - 10 minutes);
        _setPrice(2000);
        _sample();
        _toEdge(EDGE);
        (int256 equity, uint256 maintenance) = _solvencyOf(seller);
        _requireSafe();
        _publish();
        (int256 renewed, uint256 renewedMaintenance) = _solvencyOf(seller);
        require(equity == renewed && maintenance == renewedMaintenance, "a stale smile moved a mark");
        _requireSafe();
    }

    // ---- a source's return

    /// @dev Both dead for hours; one comes back, then the other, at the price at which they left.
    function testFuzz_return_liquidatesNobody(uint256 silence, bool first) public {
        _addBand();
        VM.warp(block.timestamp + within(silence, 1 hours + 1, 60 hours));
        _toEdge(EDGE);
        _requireSafe();
        _misprice(first, 2000e18, block.timestamp);
        _requireSafe();
        _sampleNow();
        _requireSafe();
        VM.warp(block.timestamp + 10 minutes);
        _misprice(!first, 2000e18, block.timestamp);
        _requireSafe();
        _sampleNow();
        _requireSafe();
    }

    // ---- pools

    /// @dev A pool moved in the same block changes neither equity nor maintenance, by a bit, whatever its rank.
    function testFuzz_pool_movesNothing(uint256 price, uint256 age, bool third) public {
        FakeSource pool = _addPool(third);
        VM.warp(block.timestamp + within(age, 0, 55 minutes));
        pool.set(2000e18, block.timestamp);
        _toEdge(EDGE);
        (int256 equity, uint256 maintenance) = _solvencyOf(seller);
        pool.set(_anyPrice(price), block.timestamp);
        (int256 moved, uint256 movedMaintenance) = _solvencyOf(seller);
        require(equity == moved && maintenance == movedMaintenance, Properties.MARGIN_2);
        _requireSafe();
    }

    /// @dev At a price of now, nothing a pool says keeps an account from its liquidation.
    function testFuzz_pool_shieldsNobody(uint256 price, uint256 feedPrice, bool third) public {
        FakeSource pool = _addPool(third);
        _setPrice(within(feedPrice, 1800, 2200));
        _toEdge(0.995e18);
        pool.set(_anyPrice(price), block.timestamp);
        require(liquidator.flag(seller) && liquidator.flaggedAt(seller) != 0, "shielded");
    }

    /// @dev At an older price, a pool in disagreement gives the interval of one that is silent, and no more.
    function testFuzz_pool_widensNoMoreThanItsSilence(uint256 price, uint256 feedPrice, uint256 age) public {
        FakeSource pool = _addPool(false);
        feedPrice = within(feedPrice, 1800, 2200);
        _setPrice(feedPrice);
        VM.warp(block.timestamp + within(age, 0, 55 minutes));
        price = _anyPrice(price);
        pool.set(price, block.timestamp);
        IPriceOracle.Reading memory r = oracle.read(ETH);
        pool.set(0, block.timestamp);
        IPriceOracle.Reading memory silent = oracle.read(ETH);
        if (r.status == IPriceOracle.Status.Live) return;
        require(r.price == feedPrice * WAD && r.low == silent.low && r.high == silent.high, "a pool widened");
    }

    // ---- changes of the status

    /// @dev Live, Degraded, Live, Down, Live at one price: equity and maintenance stay.
    function testFuzz_status_movesNothing(uint256 price, uint256 fault, bool first) public {
        _addBand();
        _moveTo(within(price, 1800, 2200));
        _toEdge(EDGE);
        (int256 equity, uint256 maintenance) = _solvencyOf(seller);
        fault = within(fault, 1, 3);
        bytes memory code = address(band).code;
        _break(first, 1 + fault);
        _requireStatus(IPriceOracle.Status.Degraded, equity, maintenance, 0);
        _mend(code);
        _requireStatus(IPriceOracle.Status.Live, equity, maintenance, 0);
        // Nothing is left but the stored price, which has 40 bits.
        _break(true, 1 + fault);
        _break(false, 1 + fault);
        _requireStatus(IPriceOracle.Status.Down, equity, maintenance, 1e12);
        _mend(code);
        _requireStatus(IPriceOracle.Status.Live, equity, maintenance, 0);
    }

    // ---- crowding

    /// @dev Whoever fills a market in one block raises what new risk costs, at most threefold, and liquidates nobody.
    function testFuzz_crowding_liquidatesNobody(uint256 depth, uint256 contracts) public {
        _toEdge(EDGE);
        uint256 factor = riskParameters.marketRisk(ETH).widthFactor;
        depth = within(depth, 50_000e18, 1e25);
        _setWidthFactor(factor, depth);
        MarketState memory quiet = _state();
        (int256 equity, uint256 maintenance) = _solvencyOf(seller);
        uint256 initial = _margin(seller).initial;
        uint256 a = _openAccount(0xAAAA, 100_000_000);
        uint256 b = _openAccount(0xBBBB, 100_000_000);
        Instrument put = _option(Kind.Put, optionExpiry, 1600);
        exchange.matchOrders(_pair(0xAAAA, a, 0xBBBB, b, put, within(contracts, 1, 20_000) * WAD, 1e18));
        MarketState memory full = _state();
        (int256 crowded, uint256 crowdedMaintenance) = _solvencyOf(seller);
        require(equity == crowded && maintenance == crowdedMaintenance, Properties.MARGIN_2);
        require(full.crowding >= quiet.crowding && full.crowding >= WAD && full.crowding <= 3e18);
        require(full.maintenanceWidth == quiet.maintenanceWidth && full.initialWidth == quiet.initialWidth);
        require(_margin(seller).initial >= initial);
        _requireSafe();
    }

    // ---- words

    /// @dev A price to which the market may have gone at once without a confirmation: at most 15%, and so that the account
    /// can be brought to its edge there.
    function _inReach(uint256 seed, uint256 wholeUsdc) private pure returns (uint256) {
        uint256 low = (wholeUsdc * 100) / 115 + 1;
        uint256 high = (wholeUsdc * 115) / 100;
        return within(seed, low > 1800 ? low : 1800, high < 2200 ? high : 2200);
    }

    /// @dev Both sources say `wholeUsdc`, and the clock has seen it.
    function _moveTo(uint256 wholeUsdc) private {
        VM.warp(block.timestamp + 10 minutes);
        _setPrice(wholeUsdc);
        _sampleNow();
    }

    function _misprice(bool first, uint256 price, uint256 time) private {
        if (first) feed.updateAt(int256(price / 1e10), time);
        else _relay(price, time);
    }

    /// @dev 0: zero, 1: negative or late, 2: reverts, 3: short, 4: burns gas, 5: of the future.
    function _break(bool first, uint256 how) private {
        if (how == 0) return _misprice(first, 0, block.timestamp);
        if (how == 5) return _misprice(first, 1000e18, block.timestamp + 1);
        if (how == 1 && first) return feed.update(-2000e8);
        if (how == 1) return _relay(1000e18, block.timestamp - 1 hours - 1);
        if (first) return feed.setFault(PhasedFeed.Fault(how - 1));
        bytes memory code =
            how == 2
                ? bytes(hex"5f5ffd")
                : how == 3
                    ? bytes(hex"60205ff3")
                    : bytes(hex"5b5f56");
        _etch(address(band), code);
    }

    function _mend(bytes memory code) private {
        feed.setFault(PhasedFeed.Fault.None);
        _etch(address(band), code);
    }

    function _scaled(uint256 price, uint256 seed) private pure returns (uint256) {
        uint256 kind = seed % 8;
        if (kind == 0) return price * 1000;
        if (kind == 1) return price / 1000;
        uint256 share = within(seed >> 8, 0.02e18, kind < 5 ? 0.05e18 : 0.5e18);
        return (price * (kind % 2 == 0 ? WAD + share : WAD - share)) / WAD;
    }

    function _anyPrice(uint256 seed) private pure returns (uint256) {
        if (seed % 3 == 0) return within(seed >> 8, 1500e18, 2500e18);
        return uint256(1) << within(seed >> 8, 0, 255);
    }

    /// @dev As the second source; if `third`, a feed is behind it, which stays where it was.
    function _addPool(bool third) private returns (FakeSource pool) {
        pool = new FakeSource(true, 2000e18);
        oracle.setSource(ETH, 1, pool);
        if (third) oracle.setSource(ETH, 2, new FakeSource(false, 2000e18));
    }

    function _sampleNow() private {
        VM.roll(block.number + 1);
        clock.sample(ETH);
        VM.roll(block.number + 1);
        clock.sample(ETH);
    }

    function _requireStatus(IPriceOracle.Status status, int256 equity, uint256 maintenance, uint256 tolerance) private {
        require(oracle.read(ETH).status == status, "status");
        (int256 e, uint256 m) = _solvencyOf(seller);
        int256 slack = int256(tolerance);
        require(e >= equity - slack && e <= equity + slack, "the status moved the equity");
        require(m + tolerance >= maintenance && m <= maintenance + tolerance, "the status moved the maintenance");
        _requireSafe();
    }

    function _state() private view returns (MarketState memory s) {
        (s, , ) = inputs.marketState(ETH, new uint40[](0), false, PricePoint.Mid);
    }

    function _publish() private {
        PackedSlice[] memory slices = new PackedSlice[](1);
        slices[0] = SliceWordCodec.pack(Slice(optionExpiry, 0.2e9, 0.4e9, -0.2e6, 0.01e9, 0.4e9, 0.03e8, 0.005e6));
        uint32 time = uint32(block.timestamp);
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(PUBLISHER, surface.digest(ETH, time, slices));
        surface.publish(ETH, time, slices, abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255)));
    }

    function _publishers() private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = VM.addr(PUBLISHER);
    }
}
