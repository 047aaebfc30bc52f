// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {LinearEntry} from "../instruments/LinearEntry.sol";
import {Listing} from "../instruments/Listing.sol";
import {FUND_ACCOUNT, TREASURY_ACCOUNT} from "../interfaces/IAccountToken.sol";
import {Books, CollateralMove, IClearingHouse, OpenInterest, Posting} from "../interfaces/IClearingHouse.sol";
import {Custody} from "./Custody.sol";
import {Journal} from "./Journal.sol";
import {LedgerStorage} from "./LedgerStorage.sol";
import {LinearWord, LinearWords} from "./LinearWord.sol";

/// @title ClearingHouse
/// @notice The one ledger. Its rooms: LedgerStorage, Cash, Positions, Settlement (with funding), Portfolios, Operations
/// (the frame and the check), Custody (tokens); this file has the entry that modules post to, the write-off and the views.
contract ClearingHouse is Custody {
    using SafeCast for int256;
    using SafeCast for uint256;

    Instrument private constant NONE = Instrument.wrap(0);
    /// @dev Most contracts of a position, wad: a billion.
    uint256 private constant MAX_CONTRACTS = 1e27;
    /// @dev Most contracts · strike of a position, wad: a trillion USDC.
    uint256 private constant MAX_STRIKE_NOTIONAL = 1e30;
    /// @dev Greatest entry notional of a linear position, wad: a trillion USDC.
    uint256 private constant MAX_ENTRY_NOTIONAL = 1e30;

    constructor(Modules memory m) LedgerStorage(m) {}

    /// @inheritdoc IClearingHouse
    function settle(uint256[] calldata accounts_) external operation {
        for (uint256 i = 0; i < accounts_.length; ++i) {
            // A touched account is settled already, and its journal must not see cash that came later.
            if (!Journal.isTouched(accounts_[i])) _settlePositions(accounts_[i]);
        }
    }

    /// @inheritdoc IClearingHouse
    function resolve(uint256 account) external operation returns (uint256 paidByFund, uint256 shared) {
        // A debt that the running batch has made is not checked yet; and what is relieved stays out of the journal, so
        // that it cannot be made again.
        require(!Journal.isTouched(account), AccountInUse(account));
        _settlePositions(account);
        Account storage a = accounts[account];
        require(a.positionCount == 0 && a.collateralMask == 0, NotEmpty(account, a.positionCount, a.collateralMask));
        int256 cash = a.cash;
        require(cash < 0, NoDebt(account, cash));
        uint256 debt = uint256(-cash);
        int256 fund = _cashOf(FUND_ACCOUNT);
        paidByFund = fund > 0 ? Math.min(uint256(fund), debt) : 0;
        _addCash(FUND_ACCOUNT, -paidByFund.toInt256());
        shared = _writeOff(debt - paidByFund);
        uint256 relieved = paidByFund + shared;
        require(relieved != 0, NothingToShare(debt));
        _addCash(account, relieved.toInt256());
        emit DebtWrittenOff(account, paidByFund, shared, cashIndex);
    }

    /// @inheritdoc IClearingHouse
    function post(
        Posting[] calldata postings,
        CollateralMove[] calldata moves,
        uint256 involuntary
    ) external operation {
        require(msg.sender == exchange || msg.sender == liquidator, NotModule(msg.sender));
        if (involuntary != 0) _enterLiquidation(involuntary);
        for (uint256 i = 0; i < moves.length; ++i) {
            _moveCollateral(moves[i], involuntary);
        }
        Instrument run = NONE;
        int256 size = 0;
        int256 cash = 0;
        int256 paid = 0;
        for (uint256 i = 0; i < postings.length; ++i) {
            Posting calldata line = postings[i];
            if (line.instrument != run) {
                require(size == 0, Unbalanced(run, size));
                run = line.instrument;
            }
            size += line.size;
            cash += line.cash;
            paid += _postLine(line, line.account != involuntary);
        }
        require(size == 0, Unbalanced(run, size));
        require(cash == 0, UnbalancedCash(cash));
        // The lines sum to 0: what was paid beyond them is what the entry notionals grew by.
        _addEntry(paid);
    }

    /// @inheritdoc IClearingHouse
    function payUpkeep(uint256 account, uint256 amount) external operation {
        require(msg.sender == upkeep, NotModule(msg.sender));
        require(account != 0 && account <= accountToken.count(), UnknownAccount(account));
        _touch(TREASURY_ACCOUNT);
        Journal.requireCheck(TREASURY_ACCOUNT);
        _addCash(TREASURY_ACCOUNT, -amount.toInt256());
        _addCash(account, amount.toInt256());
        emit UpkeepPaid(account, amount);
    }

    /// @inheritdoc IClearingHouse
    function hasSettleable(uint256 account) external view returns (bool) {
        return portfolioOf(account).positions.length < accounts[account].positionCount;
    }

    /// @inheritdoc IClearingHouse
    function isTouched(uint256 account) external view returns (bool) {
        return Journal.isTouched(account);
    }

    /// @inheritdoc IClearingHouse
    function cashOf(uint256 account) external view returns (int256) {
        return _cashOf(account);
    }

    /// @inheritdoc IClearingHouse
    function sizeOf(uint256 account, Instrument instrument) external view returns (int256 size) {
        (, size) = _find(accounts[account], instrument);
    }

    /// @inheritdoc IClearingHouse
    function openInterest(Instrument instrument) external view returns (OpenInterest memory) {
        return instrumentBooks[instrument].openInterest;
    }

    /// @inheritdoc IClearingHouse
    function marketOpenInterest(uint24 market) external view returns (uint256 current, uint256 smoothed) {
        MarketBook memory book = marketBooks[market];
        return (book.long, _smoothedInterest(book));
    }

    /// @inheritdoc IClearingHouse
    function books() external view returns (Books memory b) {
        b.held = cashToken.balanceOf(address(this)) * cashScale;
        b.positiveCash = Math.mulDiv(cashUnits, cashIndex, RAY);
        b.debt = totalDebt;
        b.suspense = totalSuspense;
        b.entryNotional = totalEntry;
        b.owed = b.positiveCash.toInt256() - b.debt.toInt256() - b.entryNotional - b.suspense;
        b.cashIndex = cashIndex;
        b.deficit = _deficit();
    }

    /// @dev An account in liquidation stays out of the journal: the liquidator has held it to the rule, and whatever
    /// its owner does later in a batch is compared with how the bid left it. What he did earlier in the same batch is
    /// not checked yet, so nobody bids on that.
    function _enterLiquidation(uint256 account) private {
        require(msg.sender == liquidator, NotModule(msg.sender));
        require(!Journal.isTouched(account), AccountInUse(account));
        _settlePositions(account);
    }

    /// @dev Books one line.
    /// @return paid What it changed the account's cash by
    function _postLine(Posting calldata line, bool journaled) private returns (int256 paid) {
        uint256 account = line.account;
        bool cashOnly = line.instrument == NONE;
        // A line that only credits cash cannot harm its account: nothing to settle or check.
        if (journaled && (!cashOnly || line.cash < 0)) {
            _touch(account);
            Journal.requireCheck(account);
        }
        paid = cashOnly ? line.cash : _changePosition(line, journaled);
        _addCash(account, paid);
    }

    /// @dev Changes a position that is settled up to now.
    /// @return paid What becomes cash: of an option all of the line's cash, of a linear instrument the profit of what closes
    function _changePosition(Posting calldata line, bool journaled) private returns (int256 paid) {
        (uint256 account, Instrument instrument) = (line.account, line.instrument);
        Account storage a = accounts[account];
        (uint256 place, int256 before) = _find(a, instrument);
        int256 size = before + line.size;
        if (size == before) return line.cash;
        bool opens = _opens(before, size);
        if (opens) {
            Listing.requireListed(instrument, block.timestamp);
            uint24 market = instrument.market();
            require(market != 0 && market <= riskParameters.marketCount(), UnknownMarket(market));
            _requireBounded(account, instrument, size);
        }
        LinearWord linear = before == 0 ? LinearWords.NONE : _linearAt(a, place, instrument);
        if (journaled) Journal.recordPosition(account, instrument, before, linear);
        paid = line.cash;
        if (instrument.isLinear()) (linear, paid) = _enter(line, before, linear, opens);
        _writePosition(account, place, instrument, before, size, linear);
        // Funding that rounding left over goes with the last holder.
        if (size == 0 && instrument.isPerpetual()) _addSuspense(instrument, 0);
    }

    /// @dev The second slot of a linear position after a line, and what the line pays in cash.
    function _enter(
        Posting calldata line,
        int256 before,
        LinearWord linear,
        bool opens
    ) private returns (LinearWord, int256) {
        Instrument instrument = line.instrument;
        (int256 entry, int256 paid) = LinearEntry.calculate(before, linear.entryNotional(), line.size, line.cash);
        bool bounded = !opens || SignedMath.abs(entry) <= MAX_ENTRY_NOTIONAL;
        require(bounded, PositionTooLarge(line.account, instrument, before + line.size));
        int256 closed = LinearEntry.closed(before, line.size);
        if (closed != 0) emit Realized(line.account, instrument, closed, paid);
        // What is held already was brought to the current index when the account was touched.
        int256 index = linear.fundingIndex();
        if (before == 0 && instrument.isPerpetual()) index = funding.index(instrument.market());
        return (LinearWords.pack(entry, index), paid);
    }

    /// @dev Keeps every payoff, and the totals of many, far inside the 128 bits that hold them.
    function _requireBounded(uint256 account, Instrument instrument, int256 size) private pure {
        uint256 contracts = SignedMath.abs(size);
        bool bounded = contracts <= MAX_CONTRACTS && contracts * instrument.strike() <= MAX_STRIKE_NOTIONAL * 1e18;
        require(bounded, PositionTooLarge(account, instrument, size));
    }

    function _moveCollateral(CollateralMove calldata move, uint256 involuntary) private {
        if (move.from != involuntary) _recordCollateral(move.from, move.market);
        if (move.to != involuntary) _recordCollateral(move.to, move.market);
        _takeCollateral(move.from, move.market, move.amount);
        _giveCollateral(move.to, move.market, move.amount);
        emit CollateralMoved(move.from, move.to, move.market, move.amount);
    }
}
