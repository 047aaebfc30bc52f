// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {PricePoint} from "../../contracts/interfaces/IMarketInputs.sol";
import {Instrument, Kind} from "../../contracts/instruments/Instrument.sol";
import {Books} from "../../contracts/interfaces/IClearingHouse.sol";
import {Fill, PositionTransfer} from "../../contracts/interfaces/IExchange.sol";
import {FundingState, FundingTerms} from "../../contracts/interfaces/IFunding.sol";
import {Bid, BidOutcome} from "../../contracts/interfaces/ILiquidator.sol";
import {Margin, Portfolio, Position} from "../../contracts/interfaces/IRiskEngine.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {StatedImbalance} from "../support/world/StatedImbalance.sol";
import {PhasedFeed} from "../support/world/PhasedFeed.sol";
import {VM, within} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";
import {Properties} from "./Properties.sol";

/// @title Handler
/// @notice The external functions as random actors use them. Arguments are drawn from the state, refusals of the
/// protocol are fine, and each action is compared with a ghost of what it may change.
abstract contract Handler is World {
    uint256 private constant ACTORS = 5;
    uint256 private constant FIRST_KEY = 0xA11CE;

    uint256[] public accountIds;
    Instrument[] private instruments;
    mapping(Instrument => bool) private known;

    /// @dev What was seen to go wrong; empty when all is well.
    string public broken;
    uint256 public operations;
    uint256 public trades;
    uint256 public bids;
    uint256 public settled;
    uint256 public resolved;
    uint256 public transfers;
    uint256 public linearTrades;
    uint256 public fundings;
    uint256 public linearBids;
    StatedImbalance private imbalance;
    bytes4[] public refusals;
    uint256 public withdrawals;

    /// @dev Health and cash of every actor before an action.
    struct Ghost {
        int256[ACTORS] equity;
        uint256[ACTORS] maintenance;
        int256[ACTORS] health;
    }

    constructor() {
        _build();
        for (uint256 i = 0; i < ACTORS; ++i) {
            accountIds.push(_openAccount(_key(i), 20_000));
        }
        _deposit(FUND, 1_000);
        imbalance = new StatedImbalance();
        funding.setImbalanceSource(ETH, imbalance);
    }

    // ---- actions

    function trade(uint256 a, uint256 b, uint256 which, uint256 size, uint256 price) external {
        uint256 buyer = a % ACTORS;
        uint256 seller = (buyer + 1 + (b % (ACTORS - 1))) % ACTORS;
        Instrument instrument = _instrument(which);
        uint256 contracts = within(size, 1, 12e18);
        uint256 mark = engine.mark(instrument, PricePoint.Mid);
        Fill[] memory fills = _pair(
            _key(buyer),
            accountIds[buyer],
            _key(seller),
            accountIds[seller],
            instrument,
            contracts,
            (mark * within(price, 80, 125)) / 100
        );
        Ghost memory ghost = _look();
        try exchange.matchOrders(fills) {
            ++trades;
            if (instrument.isLinear()) ++linearTrades;
            _note(instrument);
            _compare(ghost, buyer, seller);
        } catch (bytes memory reason) {
            refusals.push(bytes4(reason));
        }
        ++operations;
    }

    function deposit(uint256 a, uint256 amount, bool ofWeth) external {
        uint256 account = accountIds[a % ACTORS];
        Ghost memory ghost = _look();
        if (ofWeth) _depositWeth(account, within(amount, 1, 10e18));
        else _deposit(account, within(amount, 1, 20_000));
        _compare(ghost, a % ACTORS, a % ACTORS);
        ++operations;
    }

    function withdraw(uint256 a, uint256 amount, bool ofWeth) external {
        uint256 i = a % ACTORS;
        Ghost memory ghost = _look();
        VM.prank(VM.addr(_key(i)));
        try
            house.withdraw(
                accountIds[i],
                ofWeth ? address(weth) : address(usdc),
                within(amount, 1, ofWeth ? 10e18 : 20_000e6),
                VM.addr(_key(i))
            )
        {
            ++withdrawals;
            _compare(ghost, i, i);
            if (_margin(accountIds[i]).health < 1e18) broken = Properties.MARGIN_1;
        } catch {}
        ++operations;
    }

    /// @dev Free cash, to the last unit, can leave.
    function withdrawFree(uint256 a) external {
        uint256 i = a % ACTORS;
        uint256 account = accountIds[i];
        Portfolio memory p = house.portfolioOf(account);
        uint256 free = engine.freeCash(p);
        uint256 held = usdc.balanceOf(address(house)) * 1e12;
        uint256 units = (free < held ? free : held) / 1e12;
        ++operations;
        if (units == 0) return;
        VM.prank(VM.addr(_key(i)));
        try house.withdraw(account, address(usdc), units, VM.addr(_key(i))) {} catch {
            broken = Properties.MARGIN_4;
        }
    }

    function transfer(uint256 a, uint256 b, uint256 which, uint256 size, int256 cash) external {
        uint256 from = a % ACTORS;
        uint256 to = (from + 1 + (b % (ACTORS - 1))) % ACTORS;
        ++operations;
        if (instruments.length == 0) return;
        Instrument instrument = instruments[which % instruments.length];
        int256 held = house.sizeOf(accountIds[from], instrument);
        if (held == 0) return;
        PositionTransfer memory t;
        (t.from, t.to, t.instrument) = (accountIds[from], accountIds[to], instrument);
        t.size = held > 0 ? int256(within(size, 1, uint256(held))) : -int256(within(size, 1, uint256(-held)));
        t.cash = cash % 1000e18;
        t.validUntil = type(uint40).max;
        (t.fromNonce, t.toNonce) = (operations << 16, operations << 16);
        bytes32 digest = exchange.digestOfTransfer(t);
        Ghost memory ghost = _look();
        try exchange.transferPosition(t, _sign(_key(from), digest), _sign(_key(to), digest)) {
            ++transfers;
            _compare(ghost, from, to);
        } catch {}
    }

    /// @dev Two withdrawals and a deposit in one batch: only its end is checked.
    function batch(uint256 a, uint256 amount) external {
        uint256 i = a % ACTORS;
        uint256 account = accountIds[i];
        address owner = VM.addr(_key(i));
        uint256 units = within(amount, 1, 10_000e6);
        usdc.mint(owner, units);
        VM.prank(owner);
        usdc.approve(address(house), units);
        IRouter.Call[] memory calls = new IRouter.Call[](3);
        bytes memory out = abi.encodeCall(IClearingHouse.withdraw, (account, address(usdc), units, owner));
        calls[0] = IRouter.Call(address(house), out);
        calls[1] = IRouter.Call(
            address(house),
            abi.encodeCall(IClearingHouse.deposit, (account, address(usdc), units))
        );
        calls[2] = IRouter.Call(address(house), out);
        Ghost memory ghost = _look();
        VM.prank(owner);
        try router.batch(calls) {
            _compare(ghost, i, i);
        } catch {}
        ++operations;
    }

    /// @dev Mostly a few per cent, now and then a storm; some of it is sampled.
    function movePrice(uint256 seed) external {
        uint256 price = oracle.read(ETH).price / WAD;
        bool storm = seed % 4 == 0;
        // Storms lead around the first price, so that the accounts stay large enough to trade.
        _setPrice(storm ? 20 * within(seed, 50, 200) : (price * within(seed, 98, 102)) / 100);
        VM.roll(block.number + 1);
        if (!storm && seed % 5 == 0) clock.sample(ETH);
    }

    function breakFeed(uint256 seed) external {
        feed.setFault(seed % 4 == 0 ? PhasedFeed.Fault.Reverts : PhasedFeed.Fault.None);
    }

    function passTime(uint256 seed) external {
        VM.warp(block.timestamp + within(seed, 1, 8 hours));
        if (feed.fault() == PhasedFeed.Fault.None) feed.update(int256(oracle.read(ETH).price / 1e10));
    }

    function settle(uint256 a, uint256 which) external {
        ++operations;
        if (instruments.length == 0) return;
        uint256 expiry = instruments[which % instruments.length].expiry();
        if (expiry != 0 && expiry <= block.timestamp) _prove(expiry);
        uint256[] memory ids = new uint256[](1);
        ids[0] = accountIds[a % ACTORS];
        if (house.hasSettleable(ids[0])) ++settled;
        house.settle(ids);
        if (house.hasSettleable(ids[0])) broken = Properties.SETTLEMENT_1;
    }

    function liquidate(uint256 a, uint256 b, uint256 leg, uint256 size) external {
        ++operations;
        uint256 victim = _flagAny(a % ACTORS);
        if (victim == ACTORS) return;
        uint256 bidder = (victim + 1 + (b % (ACTORS - 1))) % ACTORS;
        Bid memory bid = _bid(victim, bidder, leg, size);
        if (bid.size == 0) return;
        bid.size = _measured(bid);
        Ghost memory ghost = _look();
        VM.prank(VM.addr(_key(bidder)));
        try liquidator.bid(bid) returns (BidOutcome memory) {
            ++bids;
            if (bid.instrument.isLinear()) ++linearBids;
            Margin memory m = _margin(accountIds[victim]);
            if (ghost.equity[victim] > 0 && m.health < ghost.health[victim]) broken = Properties.LIQUIDATION_1;
            if (ghost.equity[victim] <= 0 && m.equity < ghost.equity[victim]) broken = Properties.LIQUIDATION_2;
            _compareOthers(ghost, victim, bidder);
        } catch {}
    }

    /// @dev The traders lean to some side, or the source breaks, and somebody accrues.
    function fund(uint256 seed) external {
        ++operations;
        imbalance.setFails(seed % 7 == 0);
        imbalance.state(int256(within(seed >> 8, 0, 40e18)) - 20e18);
        int256 before = funding.index(ETH);
        funding.accrue(ETH);
        ++fundings;
        if (funding.index(ETH) != before) broken = Properties.FUNDING_1;
        FundingState memory s = funding.fundingState(ETH);
        FundingTerms memory t = funding.fundingTerms(ETH);
        bool kept = SignedMath.abs(s.rate) <= t.maxRate && SignedMath.abs(s.velocity) * 1 days <= t.maxVelocity;
        if (!kept) broken = Properties.FUNDING_2;
    }

    /// @dev When nobody is left to be touched, no claim is open.
    function settleAll() external {
        ++operations;
        house.settle(accountIds);
        int256 suspense = house.books().suspense;
        if (suspense > 0 || suspense < -int256(operations * ACTORS)) broken = Properties.FUNDING_3;
    }

    function resolve(uint256 a) external {
        try house.resolve(accountIds[a % ACTORS]) {
            ++resolved;
        } catch {}
        ++operations;
    }

    function cancel(uint256 a, uint256 word, uint256 bits) external {
        uint256 account = accountIds[a % ACTORS];
        Ghost memory ghost = _look();
        VM.prank(VM.addr(_key(a % ACTORS)));
        exchange.cancel(account, 1 + (word % 1000), bits);
        _compareOthers(ghost, ACTORS, ACTORS);
        ++operations;
    }

    /// @dev To another owner and back: nothing of the account changes but its epoch.
    function passOn(uint256 a) external {
        uint256 account = accountIds[a % ACTORS];
        address owner = VM.addr(_key(a % ACTORS));
        Ghost memory ghost = _look();
        uint64 epoch = accountToken.epochOf(account);
        VM.prank(owner);
        accountToken.transferFrom(owner, address(this), account);
        accountToken.transferFrom(address(this), owner, account);
        if (accountToken.epochOf(account) != epoch + 2) broken = Properties.ROLE_1;
        _compareOthers(ghost, ACTORS, ACTORS);
        ++operations;
    }

    /// @dev A written price stays, whoever asks for another.
    function fallBack(uint256 which) external {
        ++operations;
        if (instruments.length == 0) return;
        uint256 expiry = instruments[which % instruments.length].expiry();
        if (expiry == 0) return;
        uint256 before = settlementOracle.price(ETH, expiry);
        try settlementOracle.fallBack(ETH, expiry) {
            if (before != 0) broken = Properties.SETTLEMENT_1;
        } catch {}
    }

    /// @dev A stranger tries everything that an owner may.
    function trespass(uint256 a, uint256 amount) external {
        uint256 account = accountIds[a % ACTORS];
        bytes32 before = keccak256(abi.encode(house.portfolioOf(account)));
        uint256 units = within(amount, 1, 1e9);
        VM.prank(address(0xBAD));
        try house.withdraw(account, address(usdc), units, address(0xBAD)) {} catch {}
        VM.prank(address(0xBAD));
        try accountToken.transferFrom(VM.addr(_key(a % ACTORS)), address(0xBAD), account) {} catch {}
        VM.prank(address(0xBAD));
        try exchange.cancel(account, 0, type(uint256).max) {
            broken = Properties.ROLE_1;
        } catch {}
        IRouter.Call[] memory calls = new IRouter.Call[](1);
        calls[0] = IRouter.Call(
            address(house),
            abi.encodeCall(IClearingHouse.withdraw, (account, address(usdc), units, address(0xBAD)))
        );
        VM.prank(address(0xBAD));
        try router.batch(calls) {} catch {}
        if (keccak256(abi.encode(house.portfolioOf(account))) != before) broken = Properties.ROLE_1;
        ++operations;
    }

    // ---- for the invariants

    function instrumentCount() external view returns (uint256) {
        return instruments.length;
    }

    function instrumentAt(uint256 i) external view returns (Instrument) {
        return instruments[i];
    }

    function accountCount() external pure returns (uint256) {
        return ACTORS;
    }

    function sizeOf(uint256 i, Instrument instrument) external view returns (int256) {
        return house.sizeOf(accountIds[i], instrument);
    }

    function openInterest(Instrument instrument) external view returns (uint256 long, uint256 short) {
        return (house.openInterest(instrument).long, house.openInterest(instrument).short);
    }

    function marketOpenInterest() external view returns (uint256) {
        (uint256 current, ) = house.marketOpenInterest(ETH);
        return current;
    }

    function books() external view returns (Books memory) {
        return house.books();
    }

    function cashSum() external view returns (int256 sum) {
        sum = house.cashOf(FUND) + house.cashOf(TREASURY);
        for (uint256 i = 0; i < ACTORS; ++i) {
            sum += house.cashOf(accountIds[i]);
        }
    }

    /// @dev Σ entry notional over the accounts, unless one of them is settled and not touched: its future is hidden then.
    function entrySum() external view returns (bool known_, int256 sum) {
        for (uint256 i = 0; i < ACTORS; ++i) {
            if (house.hasSettleable(accountIds[i])) return (false, 0);
            Position[] memory positions = house.portfolioOf(accountIds[i]).positions;
            for (uint256 j = 0; j < positions.length; ++j) {
                sum += positions[j].entryNotional;
            }
        }
        return (true, sum);
    }

    function collateral() external view returns (uint256 sum, uint256 held) {
        for (uint256 i = 0; i < ACTORS; ++i) {
            Portfolio memory p = house.portfolioOf(accountIds[i]);
            for (uint256 j = 0; j < p.collateral.length; ++j) {
                sum += p.collateral[j].amount;
            }
        }
        held = weth.balanceOf(address(house));
    }

    function marginOf(uint256 i) external view returns (Margin memory) {
        return _margin(accountIds[i]);
    }

    // ---- inside

    function _key(uint256 i) private pure returns (uint256) {
        return FIRST_KEY + i;
    }

    function _instrument(uint256 seed) private view returns (Instrument) {
        uint256 linear = (seed >> 24) % 5;
        if (linear == 0) return _perpetual();
        if (linear == 1) return _future(_expiry(1 + ((seed >> 16) % 3)));
        Kind kind = seed % 2 == 0 ? Kind.Call : Kind.Put;
        uint256 strike = 1400 + 200 * ((seed >> 8) % 7);
        return _option(kind, _expiry(1 + ((seed >> 16) % 3)), strike);
    }

    function _note(Instrument instrument) private {
        if (known[instrument]) return;
        known[instrument] = true;
        instruments.push(instrument);
    }

    function _prove(uint256 expiry) private {
        uint80 id = feed.lastId();
        while (uint64(id) > 1) {
            (, , , uint256 updatedAt, ) = feed.getRoundData(id);
            if (updatedAt <= expiry - 1 hours) break;
            --id;
        }
        try settlementOracle.prove(ETH, expiry, _rounds(id)) {} catch {}
    }

    function _bid(uint256 victim, uint256 bidder, uint256 leg, uint256 size) private view returns (Bid memory b) {
        Portfolio memory p = house.portfolioOf(accountIds[victim]);
        (b.account, b.bidder) = (accountIds[victim], accountIds[bidder]);
        uint256 n = p.positions.length;
        uint256 i = n + p.collateral.length == 0 ? 0 : leg % (n + p.collateral.length);
        if (i < n) {
            int256 held = p.positions[i].size;
            b.instrument = p.positions[i].instrument;
            b.size = within(size, 1, uint256(held > 0 ? held : -held));
        } else if (p.collateral.length > i - n) {
            b.collateralMarket = p.collateral[i - n].market;
            b.size = within(size, 1, p.collateral[i - n].amount);
        }
    }

    /// @dev The first account from `start` that is in liquidation, ACTORS if there is none.
    function _flagAny(uint256 start) private returns (uint256) {
        for (uint256 k = 0; k < ACTORS; ++k) {
            uint256 i = (start + k) % ACTORS;
            try liquidator.flag(accountIds[i]) returns (bool flagged) {
                if (flagged) return i;
            } catch {}
        }
        return ACTORS;
    }

    /// @dev Halves the size until it is not more than the account needs.
    function _measured(Bid memory b) private view returns (uint256) {
        for (uint256 i = 0; i < 8; ++i) {
            try liquidator.calculateBid(b) {
                return b.size;
            } catch {
                b.size = b.size / 2 + 1;
            }
        }
        return b.size;
    }

    function _look() private view returns (Ghost memory g) {
        for (uint256 i = 0; i < ACTORS; ++i) {
            Margin memory m = _margin(accountIds[i]);
            (g.equity[i], g.maintenance[i], g.health[i]) = (m.equity, m.maintenance, m.health);
        }
    }

    /// @dev The two who acted may not fall below 1 from above, nor sink further below it; nobody else changes.
    function _compare(Ghost memory ghost, uint256 first, uint256 second) private {
        for (uint256 k = 0; k < 2; ++k) {
            uint256 i = k == 0 ? first : second;
            Margin memory m = _margin(accountIds[i]);
            bool fell = m.health < ghost.health[i];
            if (fell && m.health < 1e18) broken = Properties.MARGIN_1;
        }
        _compareOthers(ghost, first, second);
    }

    function _compareOthers(Ghost memory ghost, uint256 first, uint256 second) private {
        for (uint256 i = 0; i < ACTORS; ++i) {
            if (i == first || i == second) continue;
            Margin memory m = _margin(accountIds[i]);
            bool same = m.equity == ghost.equity[i] && m.maintenance == ghost.maintenance[i];
            if (!same) broken = Properties.MARGIN_2;
        }
    }
}
