// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";
import {FakeSource} from "../../support/oracles/FakeSource.sol";
import {VM, within} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice One price out of one to three sources in every state. The stored price is 2,000 all the time.
contract ConsensusTest is World {
    FakeSource[3] private s;

    function setUp() public {
        _build();
    }

    // ---- the table

    function test_read_isLive_whenTheOnlySourceIsFresh() public {
        _list(1, false);
        s[0].set(2500e18, block.timestamp);
        _requireReading(2500e18, 2500e18, 2500e18, IPriceOracle.Status.Live);
    }

    function test_read_isLive_whenTwoAgree_atThePriceOfTheFirst() public {
        _list(2, false);
        s[1].set(2030e18, block.timestamp);
        _requireReading(2000e18, 2000e18, 2000e18, IPriceOracle.Status.Live);
        // Also together out of reach.
        s[0].set(4000e18, block.timestamp);
        s[1].set(4060e18, block.timestamp);
        _requireReading(4000e18, 4000e18, 4000e18, IPriceOracle.Status.Live);
    }

    function test_read_takesTheOther_whenOneIsDead() public {
        _list(2, false);
        s[0].setFault(FakeSource.Fault.Reverts);
        _requireReading(2000e18, 2000e18, 2000e18, IPriceOracle.Status.Degraded);
        s[0].setFault(FakeSource.Fault.None);
        s[1].setFault(FakeSource.Fault.Reverts);
        _requireReading(2000e18, 2000e18, 2000e18, IPriceOracle.Status.Degraded);
    }

    /// @dev In dispute the one nearer to the stored price is believed, and the other is an end.
    function test_read_takesWhoStayed_whenTwoFeedsDisagree() public {
        _list(2, false);
        s[0].set(2200e18, block.timestamp);
        _requireReading(2000e18, 2000e18, 2200e18, IPriceOracle.Status.Degraded);
        s[1].set(1700e18, block.timestamp);
        s[0].set(2000e18, block.timestamp);
        // 1,700 is out of reach at once; ten minutes later it is not.
        _requireReading(2000e18, 2000e18, 2000e18, IPriceOracle.Status.Degraded);
        s[1].set(1800e18, block.timestamp);
        _requireReading(2000e18, 1800e18, 2000e18, IPriceOracle.Status.Degraded);
    }

    /// @dev Who says it first does not matter: the other is an end of the interval and not beyond it.
    function test_read_endsAtWhoDisagrees_howeverOldThePriceIs() public {
        _list(2, false);
        VM.warp(block.timestamp + 50 minutes);
        s[1].set(2200e18, block.timestamp);
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.price == 2000e18 && r.high == 2200e18, "the end is where the other stands");
        require(r.low < 2000e18 && r.low > 1960e18, "the open end is that of the age");
    }

    /// @dev A feed alone that left the reach of the stored price does not move it, but bounds the interval.
    function test_read_keepsTheStoredPrice_whenTheOnlyFreshOneJumps() public {
        _list(2, false);
        s[0].setFault(FakeSource.Fault.Reverts);
        s[1].set(4000e18, block.timestamp);
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.status == IPriceOracle.Status.Degraded && r.high == 4000e18);
        require(r.price <= 2000e18 && r.price > 2000e18 - 1e10 && r.low <= r.price);
    }

    /// @dev A third feed confirms the first, or outvotes it.
    function test_read_followsTwoOfThreeFeeds() public {
        _list(3, false);
        s[1].set(2200e18, block.timestamp);
        _requireReading(2000e18, 2000e18, 2000e18, IPriceOracle.Status.Degraded);
        s[2].set(2200e18, block.timestamp);
        _requireReading(2200e18, 2200e18, 2200e18, IPriceOracle.Status.Degraded);
    }

    /// @dev A pool confirms the first, but, since somebody can move it, does not outvote it with another.
    function test_read_isNotOutvoted_withAPool() public {
        _list(3, true);
        s[1].set(2200e18, block.timestamp);
        _requireReading(2000e18, 2000e18, 2000e18, IPriceOracle.Status.Degraded);
        s[2].set(2200e18, block.timestamp);
        _requireReading(2000e18, 2000e18, 2200e18, IPriceOracle.Status.Degraded);
    }

    function test_read_isDown_whenNoneIsFresh() public {
        _list(3, true);
        for (uint256 i = 0; i < 3; ++i) s[i].setFault(FakeSource.Fault.Short);
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.status == IPriceOracle.Status.Down && r.low <= r.price && r.price <= r.high);
        require(r.price <= 2000e18 && r.price > 2000e18 - 1e10, "not the stored price");
    }

    /// @dev While the market pauses, what was fresh when it closed counts, and the interval bears the whole pause.
    function test_read_isDegraded_whileTheMarketPauses() public {
        _list(2, false);
        // Friday 09:00 is hour 105 of the week: trading ends at 10:00 and goes on on Monday at 00:00.
        oracle.setTradingHours(ETH, (1 << 106) - 1);
        require(oracle.read(ETH).status == IPriceOracle.Status.Live);
        VM.warp(START + 1 hours + 1);
        IPriceOracle.Reading memory early = oracle.read(ETH);
        VM.warp(START + 62 hours);
        IPriceOracle.Reading memory late = oracle.read(ETH);
        require(early.status == IPriceOracle.Status.Degraded && late.status == IPriceOracle.Status.Degraded);
        require(early.price == 2000e18 && late.price == 2000e18 && late.low == early.low && late.high == early.high);
        // 0.8·√(62 h) is 6.7%.
        require(early.high > 2120e18 && early.high < 2150e18 && early.low < 1880e18);
        VM.warp(START + 63 hours);
        require(oracle.read(ETH).status == IPriceOracle.Status.Down);
    }

    // ---- any states

    struct Draw {
        uint256 price;
        uint256 age;
        uint256 fault;
    }

    /// @dev low ≤ price ≤ high; the price is a source's or the stored one; two feeds in dispute and in reach are both in
    /// the interval; nothing reverts.
    function testFuzz_read_isSane(Draw[3] memory draws, uint256 n, bool pool, uint256 wait) public {
        n = within(n, 1, 3);
        _list(n, pool);
        VM.warp(block.timestamp + within(wait, 0, 30 days));
        bool known = false;
        for (uint256 i = 0; i < n; ++i) _apply(i, draws[i]);
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.low <= r.price && r.price <= r.high && r.low != 0, "not an interval");
        if (r.status == IPriceOracle.Status.Live) require(r.low == r.high, "a width when all is well");
        for (uint256 i = 0; i < n; ++i) if (_priceOf(i) == r.price) known = true;
        require(known || r.price == clock.clock(ETH).price, "a price that nobody said");
        if (n == 2 && !pool) _requireBothInside(r);
    }

    /// @dev Synthetix sKRW among others: what one says that is out of all reach does not widen what another says.
    function testFuzz_read_ignoresOneOutOfReach(uint256 price, bool first, uint256 age) public {
        _list(2, false);
        VM.warp(block.timestamp + within(age, 0, 9 minutes));
        s[first ? 1 : 0].set(2000e18, block.timestamp);
        price = price % 2 == 0 ? within(price, 2600e18, 1e32) : within(price, 1, 1500e18);
        s[first ? 0 : 1].set(price, block.timestamp);
        _requireReading(2000e18, 2000e18, 2000e18, IPriceOracle.Status.Degraded);
    }

    // ---- the list

    function test_setSource_reverts_forAPoolInFront() public {
        FakeSource pool = new FakeSource(true, 2000e18);
        VM.expectPartialRevert(IPriceOracle.SourceInvalid.selector);
        oracle.setSource(ETH, 0, pool);
        oracle.setSource(ETH, 1, pool);
        VM.expectPartialRevert(IPriceOracle.SourceInvalid.selector);
        oracle.removeSource(ETH, 0);
    }

    function test_setSource_reverts_forAGapAndForAFourth() public {
        FakeSource more = new FakeSource(false, 2000e18);
        VM.expectRevert(abi.encodeWithSelector(IPriceOracle.UnknownSource.selector, ETH, 2, 1));
        oracle.setSource(ETH, 2, more);
        oracle.setSource(ETH, 1, more);
        oracle.setSource(ETH, 2, more);
        VM.expectRevert(abi.encodeWithSelector(IPriceOracle.TooManySources.selector, ETH, 3));
        oracle.setSource(ETH, 3, more);
    }

    function testFuzz_setSource_reverts_whenItIsLateOrDead(uint256 age, bool first) public {
        FakeSource offered = new FakeSource(false, 2000e18);
        offered.set(2000e18, block.timestamp - within(age, 1 hours + 1, 30 days));
        if (age % 3 == 0) offered.set(0, block.timestamp);
        if (age % 3 == 1) offered.set(2000e18, block.timestamp + 1);
        VM.expectPartialRevert(IPriceOracle.SourceInvalid.selector);
        oracle.setSource(ETH, first ? 0 : 1, offered);
    }

    function test_removeSource_reverts_forTheLast_andForWhatIsNotThere() public {
        VM.expectRevert(abi.encodeWithSelector(IPriceOracle.LastSource.selector, ETH));
        oracle.removeSource(ETH, 0);
        VM.expectRevert(abi.encodeWithSelector(IPriceOracle.UnknownSource.selector, ETH, 1, 1));
        oracle.removeSource(ETH, 1);
    }

    /// @dev Those behind move up, and what led at a time is remembered.
    function test_removeSource_movesTheOthersUp_andHistoryStays() public {
        IPriceSource before = oracle.sources(ETH)[0];
        _list(3, false);
        VM.warp(START + 10 minutes);
        for (uint256 i = 0; i < 3; ++i) s[i].set(2000e18, block.timestamp);
        oracle.removeSource(ETH, 0);
        IPriceSource[] memory list = oracle.sources(ETH);
        require(list.length == 2 && address(list[0]) == address(s[1]) && address(list[1]) == address(s[2]));
        require(oracle.firstSourceAt(ETH, START + 10 minutes) == IPriceSource(s[1]));
        require(oracle.firstSourceAt(ETH, START + 10 minutes - 1) == IPriceSource(s[0]));
        require(address(oracle.firstSourceAt(ETH, START - 1)) == address(0) && before != IPriceSource(s[0]));
        oracle.removeSource(ETH, 1);
        require(oracle.sources(ETH).length == 1);
    }

    // ---- words

    /// @dev `n` sources at 2,000; the last of three, or of two, may be a pool.
    function _list(uint256 n, bool pool) private {
        while (oracle.sources(ETH).length > 1) oracle.removeSource(ETH, oracle.sources(ETH).length - 1);
        for (uint256 i = 0; i < n; ++i) {
            s[i] = new FakeSource(pool && i != 0 && i + 1 == n, 2000e18);
            oracle.setSource(ETH, i, s[i]);
        }
    }

    function _apply(uint256 i, Draw memory d) private {
        uint256 kind = d.price % 4;
        uint256 price =
            kind == 0 ? d.price >> 2 : within(d.price >> 2, kind == 1 ? 1e3 : 1700e18, kind == 1 ? 1e32 : 2300e18);
        uint256 age = within(d.age, 0, d.age % 3 == 0 ? 30 days : 90 minutes);
        s[i].set(price, block.timestamp - age);
        if (d.fault % 8 < 5) s[i].setFault(FakeSource.Fault(d.fault % 8));
    }

    function _priceOf(uint256 i) private view returns (uint256 price) {
        if (s[i].fault() != FakeSource.Fault.None) return 0;
        (price, , ) = s[i].latest();
    }

    function _requireBothInside(IPriceOracle.Reading memory r) private view {
        uint256 stored = clock.clock(ETH).price;
        uint256 reach = 0.15e18 + (0.15e18 * (block.timestamp - clock.clock(ETH).sampledAt)) / 10 minutes;
        for (uint256 i = 0; i < 2; ++i) {
            uint256 p = _priceOf(i);
            if (p == 0 || r.status == IPriceOracle.Status.Live) continue;
            (, uint256 updatedAt, ) = s[i].latest();
            if (updatedAt + 1 hours < block.timestamp) continue;
            (uint256 a, uint256 b) = p < stored ? (p, stored) : (stored, p);
            if (b - a > (a * reach) / WAD || p > 1e32) continue;
            // Within the bound of agreement only the first one counts.
            require((r.low * 985) / 1000 <= p && p <= (r.high * 1016) / 1000, "a feed outside the interval");
        }
    }

    function _requireReading(uint256 price, uint256 low, uint256 high, IPriceOracle.Status status) private view {
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.status == status, "status");
        require(r.price == price, "price");
        require(r.low == low, "low");
        require(r.high == high, "high");
    }
}
