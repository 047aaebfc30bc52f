// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {LinearEntry} from "../instruments/LinearEntry.sol";
import {FUND_ACCOUNT, IAccountToken} from "../interfaces/IAccountToken.sol";
import {CollateralMove, IClearingHouse, Posting} from "../interfaces/IClearingHouse.sol";
import {Bid, BidOutcome, ILiquidator} from "../interfaces/ILiquidator.sol";
import {PricePoint} from "../interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRiskEngine, Portfolio, Position} from "../interfaces/IRiskEngine.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Reward} from "./Reward.sol";

/// @title Liquidator
/// @notice Auctions of accounts below maintenance. It holds nothing and has no discretion: anybody flags, anybody bids.
contract Liquidator is ILiquidator, ERC2771Context {
    using SafeCast for uint256;

    /// @dev A flag that nobody bid on for this long has to be raised again.
    uint256 public constant FLAG_LIFE = 60 minutes;
    /// @dev A bid stops here, so that no more is taken than the account needs.
    int256 public constant TARGET_HEALTH = 1.1e18;
    /// @dev Age of the last price after which a market that is Down is auctioned all the same.
    uint256 public constant DOWN_LIMIT = 24 hours;
    /// @dev Least value of what a bid may leave of a leg, at the index price, USDC.
    uint256 public constant MIN_LEG = 100e18;

    IClearingHouse public immutable clearingHouse;
    IAccountToken public immutable accountToken;
    IRiskEngine public immutable riskEngine;

    int256 private constant HEALTHY = 1e18;

    /// @dev An account at one price point: equity and maintenance margin in wad, and their quotient.
    struct Solvency {
        int256 equity;
        uint256 maintenance;
        int256 health;
    }

    /// @dev raised: when the auction began. active: when it was raised or last bid on.
    struct Flag {
        uint40 raised;
        uint40 active;
    }

    mapping(uint256 account => Flag) private flags;

    constructor(
        IClearingHouse clearingHouse_,
        IAccountToken accountToken_,
        IRiskEngine riskEngine_,
        address router
    ) ERC2771Context(router) {
        clearingHouse = clearingHouse_;
        accountToken = accountToken_;
        riskEngine = riskEngine_;
    }

    /// @inheritdoc ILiquidator
    function flag(uint256 account) external returns (bool) {
        // In the middle of a batch an account can look worse than its owner will leave it.
        require(!clearingHouse.isTouched(account), IClearingHouse.AccountInUse(account));
        Portfolio memory portfolio = clearingHouse.portfolioOf(account);
        (Solvency memory s, IPriceOracle.Status status) = _solvency(portfolio, PricePoint.Mid);
        if (!_isLiquidatable(portfolio, s, status)) {
            require(flags[account].raised != 0, Healthy(account, s.equity, s.maintenance));
            if (s.health >= HEALTHY) _clear(account, s);
            return flaggedAt(account) != 0;
        }
        require(status != IPriceOracle.Status.Down || _hasPricedLeg(portfolio), PriceDown(account));
        if (flaggedAt(account) == 0) {
            flags[account] = Flag(uint40(block.timestamp), uint40(block.timestamp));
            emit Flagged(account, s.equity, s.maintenance);
        }
        return true;
    }

    /// @inheritdoc ILiquidator
    function bid(Bid calldata b) external returns (BidOutcome memory outcome) {
        address sender = _msgSender();
        require(accountToken.ownerOf(b.bidder) == sender, NotAccountOwner(b.bidder, sender));
        require(b.bidder != b.account, SameAccount(b.account));
        require(flaggedAt(b.account) != 0, NotFlagged(b.account));
        int256 size;
        (outcome, size) = _calculate(b);
        uint256 reward = outcome.fromAccount + outcome.fromFund;
        require(reward >= b.minReward, RewardTooSmall(reward, b.minReward));
        if (outcome.healthAfter >= HEALTHY) delete flags[b.account];
        else flags[b.account].active = uint40(block.timestamp);
        _settle(b, outcome, size);
        emit Liquidated(
            b.account,
            b.bidder,
            b.instrument,
            b.collateralMarket,
            size,
            outcome.price,
            outcome.cash,
            outcome.freed,
            outcome.fromAccount,
            outcome.fromFund,
            outcome.equityBefore,
            outcome.equityAfter
        );
    }

    /// @inheritdoc ILiquidator
    function calculateBid(Bid calldata b) external view returns (BidOutcome memory outcome) {
        (outcome, ) = _calculate(b);
    }

    /// @inheritdoc ILiquidator
    function flaggedAt(uint256 account) public view returns (uint256) {
        Flag memory f = flags[account];
        return block.timestamp <= f.active + FLAG_LIFE ? f.raised : 0;
    }

    /// @inheritdoc ILiquidator
    function rewardShares(int256 health, uint256 elapsed) public pure returns (uint256 fromAccount, uint256 fromFund) {
        fromAccount = Reward.accountShare(health, elapsed);
        uint256 target = Reward.fundTarget(health, elapsed);
        fromFund = target > fromAccount ? target - fromAccount : 0;
    }

    function _solvency(
        Portfolio memory portfolio,
        PricePoint point
    ) private view returns (Solvency memory s, IPriceOracle.Status status) {
        (s.equity, s.maintenance, s.health, status) = riskEngine.solvency(portfolio, point);
    }

    /// @dev Below maintenance at the mid and at both ends of the interval.
    function _isLiquidatable(
        Portfolio memory portfolio,
        Solvency memory mid,
        IPriceOracle.Status status
    ) private view returns (bool) {
        if (mid.equity >= mid.maintenance.toInt256()) return false;
        if (status == IPriceOracle.Status.Live) return true;
        (Solvency memory low, ) = _solvency(portfolio, PricePoint.Low);
        (Solvency memory high, ) = _solvency(portfolio, PricePoint.High);
        return low.equity < low.maintenance.toInt256() && high.equity < high.maintenance.toInt256();
    }

    /// @dev The whole bid as numbers; `size` is the leg as the bidder receives it.
    function _calculate(Bid calldata b) private view returns (BidOutcome memory o, int256 size) {
        require(b.size != 0, ZeroSize());
        bool isCollateral = b.collateralMarket != 0;
        bool isPosition = b.instrument != Instrument.wrap(0);
        require(isCollateral != isPosition, LegAmbiguous(b.instrument, b.collateralMarket));
        Portfolio memory portfolio = clearingHouse.portfolioOf(b.account);
        (Solvency memory before, IPriceOracle.Status status) = _solvency(portfolio, PricePoint.Mid);
        require(_isLiquidatable(portfolio, before, status), Healthy(b.account, before.equity, before.maintenance));
        uint24 market = isPosition ? b.instrument.market() : b.collateralMarket;
        IPriceOracle.Reading memory index = riskEngine.oracle().read(market);
        require(_isPriced(index), PriceDown(b.account));

        uint256 left;
        if (isPosition) (size, left) = _takePosition(b, portfolio, o);
        else (size, left) = _takeCollateral(b, portfolio, o);
        (Solvency memory afterwards, ) = _solvency(portfolio, PricePoint.Mid);
        bool last = left == 0 && FixedPoint.mulDown(b.size, index.price) <= 2 * MIN_LEG;
        _reward(o, before, afterwards, portfolio, flaggedAt(b.account), last);
        _requireHealthHeld(b.account, before, o);
        _requireMeasured(o, FixedPoint.mulDown(left, index.price), left == 0, last);
    }

    /// @dev Reward, and the account's state after paying it. A leg that frees no margin can be taken without a reward
    /// when it is the last of a small one or the account is insolvent: else nobody could ever resolve it.
    function _reward(
        BidOutcome memory o,
        Solvency memory before,
        Solvency memory afterwards,
        Portfolio memory portfolio,
        uint256 raised,
        bool last
    ) private view {
        bool frees =
            afterwards.maintenance < before.maintenance ||
                ((last || before.equity <= 0) && afterwards.maintenance == before.maintenance);
        require(frees, NothingFreed(before.maintenance, afterwards.maintenance));
        o.freed = before.maintenance - afterwards.maintenance;
        o.equityBefore = before.equity;
        o.healthBefore = before.health;
        uint256 elapsed = raised == 0 ? 0 : block.timestamp - raised;
        (uint256 accountShare, uint256 fundShare) = rewardShares(before.health, elapsed);
        o.fromAccount = FixedPoint.mulDown(o.freed, accountShare);
        int256 fund = clearingHouse.cashOf(FUND_ACCOUNT);
        uint256 available = fund > 0 ? uint256(fund) : 0;
        o.fromFund = Math.min(FixedPoint.mulDown(o.freed, fundShare), available);
        _deduct(o, afterwards, portfolio);
    }

    /// @dev Takes the reward off the account. An account that can never owe without its leg, but could again after paying,
    /// pays nothing: else the reward would bring back the margin that it is paid for.
    function _deduct(BidOutcome memory o, Solvency memory afterwards, Portfolio memory portfolio) private view {
        portfolio.cash -= o.fromAccount.toInt256();
        bool waived = afterwards.maintenance == 0 && o.fromAccount != 0;
        if (waived && !riskEngine.neverOwes(portfolio)) o.fromAccount = 0;
        o.equityAfter = afterwards.equity - o.fromAccount.toInt256();
        o.healthAfter = riskEngine.healthOf(o.equityAfter, afterwards.maintenance);
    }

    /// @dev The promise of an auction. The house does not check the account again: its rule is this one.
    function _requireHealthHeld(uint256 account, Solvency memory before, BidOutcome memory o) private pure {
        bool held = before.equity > 0 ? o.healthAfter >= before.health : o.equityAfter >= before.equity;
        require(held, HealthLowered(account, before.health, o.healthAfter));
    }

    /// @dev Not more than needed, and no remainder that nobody would take.
    function _requireMeasured(BidOutcome memory o, uint256 remainder, bool whole, bool last) private pure {
        require(whole || remainder >= MIN_LEG, RemainderTooSmall(remainder, MIN_LEG));
        bool measured = o.healthAfter <= TARGET_HEALTH || o.equityAfter <= 0 || last;
        require(measured, TooMuchTaken(o.healthAfter, TARGET_HEALTH));
    }

    /// @dev Whether any leg is in a market that has a price: one dead feed among several does not stop the auction of
    /// the others, since the account is below maintenance at both ends of every interval.
    function _hasPricedLeg(Portfolio memory p) private view returns (bool) {
        IPriceOracle oracle = riskEngine.oracle();
        uint24 last = 0;
        for (uint256 i = 0; i < p.positions.length; ++i) {
            uint24 market = p.positions[i].instrument.market();
            // A dead feed may burn all the gas it gets: it is asked once, not once for each of its legs.
            if (market == last) continue;
            if (_isPriced(oracle.read(market))) return true;
            last = market;
        }
        for (uint256 i = 0; i < p.collateral.length; ++i) {
            if (_isPriced(oracle.read(p.collateral[i].market))) return true;
        }
        return false;
    }

    /// @dev While a market is Down there are no auctions of its legs, but not for ever: after a day the last price and its
    /// interval, which has grown to nearly a tenth, have to do.
    function _isPriced(IPriceOracle.Reading memory r) private view returns (bool) {
        return r.status != IPriceOracle.Status.Down || block.timestamp >= r.updatedAt + DOWN_LIMIT;
    }

    /// @dev Takes the leg out of a position. The price is that end of the interval which favours the account.
    function _takePosition(
        Bid calldata b,
        Portfolio memory portfolio,
        BidOutcome memory o
    ) private view returns (int256 size, uint256 left) {
        for (uint256 i = 0; i < portfolio.positions.length; ++i) {
            Position memory position = portfolio.positions[i];
            if (position.instrument != b.instrument) continue;
            int256 held = position.size;
            left = SignedMath.abs(held);
            require(b.size <= left, MoreThanHeld(b.account, b.size, left));
            left -= b.size;
            size = held > 0 ? b.size.toInt256() : -b.size.toInt256();
            uint256 low = riskEngine.mark(b.instrument, PricePoint.Low);
            uint256 high = riskEngine.mark(b.instrument, PricePoint.High);
            _price(o, size, held > 0 ? Math.max(low, high) : Math.min(low, high));
            portfolio.cash += _release(position, -size, o.cash);
            return (size, left);
        }
        revert MoreThanHeld(b.account, b.size, 0);
    }

    /// @dev Changes a position as the ledger will.
    /// @return paid What becomes cash
    function _release(Position memory position, int256 change, int256 value) private pure returns (int256 paid) {
        paid = value;
        if (position.instrument.isLinear()) {
            (position.entryNotional, paid) = LinearEntry.calculate(
                position.size,
                position.entryNotional,
                change,
                value
            );
        }
        position.size += change;
    }

    function _takeCollateral(
        Bid calldata b,
        Portfolio memory portfolio,
        BidOutcome memory o
    ) private view returns (int256 size, uint256 left) {
        for (uint256 i = 0; i < portfolio.collateral.length; ++i) {
            if (portfolio.collateral[i].market != b.collateralMarket) continue;
            uint256 held = portfolio.collateral[i].amount;
            require(b.size <= held, MoreThanHeld(b.account, b.size, held));
            left = held - b.size;
            portfolio.collateral[i].amount = left;
            size = b.size.toInt256();
            _price(o, size, riskEngine.oracle().read(b.collateralMarket).high);
            portfolio.cash += o.cash;
            return (size, left);
        }
        revert MoreThanHeld(b.account, b.size, 0);
    }

    /// @dev The bidder pays rounded up and is paid rounded down.
    function _price(BidOutcome memory o, int256 size, uint256 price) private pure {
        o.price = price;
        o.cash = -FixedPoint.mulFloor(-size, price.toInt256());
    }

    /// @dev Books the leg, its price and the reward as one operation; the house checks the bidder at its end. The reward has
    /// lines of its own: with a future or perpetual it would become part of the bidder's entry notional.
    function _settle(Bid calldata b, BidOutcome memory o, int256 size) private {
        bool isPosition = b.collateralMarket == 0;
        int256 moved = isPosition ? size : int256(0);
        Instrument none = Instrument.wrap(0);
        Posting[] memory lines = new Posting[](o.fromFund == 0 ? 4 : 5);
        lines[0] = Posting(b.account, b.instrument, -moved, o.cash);
        lines[1] = Posting(b.bidder, b.instrument, moved, -o.cash);
        lines[2] = Posting(b.account, none, 0, -o.fromAccount.toInt256());
        lines[3] = Posting(b.bidder, none, 0, (o.fromAccount + o.fromFund).toInt256());
        if (o.fromFund != 0) lines[4] = Posting(FUND_ACCOUNT, none, 0, -o.fromFund.toInt256());
        CollateralMove[] memory moves = new CollateralMove[](isPosition ? 0 : 1);
        if (!isPosition) moves[0] = CollateralMove(b.collateralMarket, b.size, b.account, b.bidder);
        clearingHouse.post(lines, moves, b.account);
    }

    function _clear(uint256 account, Solvency memory s) private {
        delete flags[account];
        emit FlagCleared(account, s.equity, s.maintenance);
    }
}
