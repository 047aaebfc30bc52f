// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../instruments/Instrument.sol";
import {IAccountToken} from "./IAccountToken.sol";
import {IFunding} from "./IFunding.sol";
import {IRiskEngine, Portfolio} from "./IRiskEngine.sol";
import {IRiskParameters} from "./IRiskParameters.sol";
import {ISettlementOracle} from "./ISettlementOracle.sol";

/// @dev One line of a balanced entry in the ledger.
/// @param account Account that changes
/// @param instrument Instrument that moves; 0 for cash alone
/// @param size Contracts received, wad, negative when given
/// @param cash Cash received, wad, negative when paid. With a future or perpetual it is the value of the trade: what opens
/// goes into the entry notional, and only the profit of what closes becomes cash
struct Posting {
    uint256 account;
    Instrument instrument;
    int256 size;
    int256 cash;
}

/// @dev Collateral that moves between two accounts: wad units of the token of `market`.
struct CollateralMove {
    uint24 market;
    uint256 amount;
    uint256 from;
    uint256 to;
}

/// @dev The two sides of the books, wad USDC. `held - owed` is dust, never negative.
/// @param held Cash tokens of the house
/// @param owed Σ cash − Σ entry notional − suspense
/// @param suspense What settlement and funding have credited ahead of holders not yet touched
/// @param entryNotional Σ size · price at which futures and perpetuals were entered
struct Books {
    uint256 held;
    int256 owed;
    uint256 positiveCash;
    uint256 debt;
    int256 suspense;
    uint256 cashIndex;
    uint256 deficit;
    int256 entryNotional;
}

/// @dev Contracts outstanding, wad. Equal unless some holders of an expired instrument are settled and others not.
struct OpenInterest {
    uint128 long;
    uint128 short;
}

/// @title IClearingHouse
/// @notice The one ledger: it alone holds tokens and positions. Operations move things first; every account that was
/// changed by anything but a deposit or a settlement is checked once, at the end of the outermost call, and tokens
/// leave after that check.
/// Safety assumes: the cash token is a plain ERC-20 whose unit stays worth one; the modules named in the constructor
/// post what their users consented to. Liveness assumes nothing: withdrawal of free cash and settlement need no role.
interface IClearingHouse {
    /// @notice What may post to the ledger, fixed for ever.
    struct Modules {
        IAccountToken accountToken;
        IRiskParameters riskParameters;
        IRiskEngine riskEngine;
        ISettlementOracle settlementOracle;
        IFunding funding;
        address cashToken;
        address router;
        address exchange;
        address liquidator;
        address upkeep;
    }

    event Deposited(uint256 indexed account, address indexed token, uint256 amount, address from);
    event Withdrawn(uint256 indexed account, address indexed token, uint256 amount, address to);
    event Settled(uint256 indexed account, Instrument indexed instrument, int256 size, uint256 price, int256 cash);
    /// @notice Funding of a perpetual up to `index` has become cash; negative when paid.
    event FundingPaid(uint256 indexed account, Instrument indexed instrument, int256 cash, int256 index);
    /// @notice A trade has closed `size` contracts of a future or perpetual, with the sign of the position; their profit
    /// has become cash.
    event Realized(uint256 indexed account, Instrument indexed instrument, int256 size, int256 cash);
    event CollateralMoved(uint256 indexed from, uint256 indexed to, uint24 indexed market, uint256 amount);
    event DebtWrittenOff(uint256 indexed account, uint256 paidByFund, uint256 shared, uint256 cashIndex);
    event UpkeepPaid(uint256 indexed account, uint256 amount);
    event CashIndexRestored(uint256 amount, uint256 cashIndex);

    error NotModule(address caller);
    error NotRouter(address caller);
    error NotAccountOwner(uint256 account, address caller);
    error OperationInProgress();
    error NoBatchInProgress();
    error UnknownAccount(uint256 account);
    error UnknownMarket(uint24 market);
    error ZeroAmount();
    error ZeroRecipient();
    error PositionTooLarge(uint256 account, Instrument instrument, int256 size);
    error PositionLimit(uint256 account, uint256 limit);
    error Unbalanced(Instrument instrument, int256 size);
    error UnbalancedCash(int256 cash);
    error InsufficientMargin(uint256 account, uint256 required, int256 available);
    error VoluntaryDebt(uint256 account, int256 cash);
    error NewRiskWhileDown(uint256 account);
    error InsufficientCollateral(uint256 account, uint24 market, uint256 required, uint256 available);
    error InsufficientTokens(address token, uint256 required, uint256 available);
    error CollateralCap(uint24 market, uint256 total, uint256 cap);
    error TransferMismatch(address token, uint256 expected, uint256 received);
    error NoDebt(uint256 account, int256 cash);
    error AccountInUse(uint256 account);
    error NotEmpty(uint256 account, uint256 positions, uint256 collaterals);
    error NothingToShare(uint256 debt);

    // ---- for everybody

    /// @notice Puts tokens into an account: the cash token by anybody, a listed collateral by the owner. Never checked.
    /// @param amount Units of the token
    function deposit(uint256 account, address token, uint256 amount) external;

    /// @notice Takes tokens out of an account; its owner only. Leaves after the check.
    /// @param amount Units of the token
    function withdraw(uint256 account, address token, uint256 amount, address to) external;

    /// @notice Turns expired positions whose price is written, and the funding of perpetuals, into cash. Anybody may, in
    /// any order.
    function settle(uint256[] calldata accounts) external;

    /// @notice Writes off what an account without positions and collateral owes: the fund pays what it has, the rest
    /// falls on all positive cash through the cash index. Anybody may.
    /// @return paidByFund Wad
    /// @return shared Wad
    function resolve(uint256 account) external returns (uint256 paidByFund, uint256 shared);

    // ---- for the modules

    /// @notice Books a balanced entry: per run of equal instruments the sizes sum to 0, over all lines the cash does.
    /// @param involuntary Account in liquidation, 0 for none. The liquidator has held it to the rule already, and its
    /// cash may turn negative. Only the liquidator may name one
    function post(Posting[] calldata postings, CollateralMove[] calldata moves, uint256 involuntary) external;

    /// @notice Pays for upkeep out of the treasury account, which is checked like any other. Upkeep only.
    /// @param amount Wad USDC
    function payUpkeep(uint256 account, uint256 amount) external;

    /// @notice Opens a batch: checks and outgoing tokens wait for its end. The router only.
    function beginBatch() external;

    /// @notice Checks every changed account, then pays tokens out. The router only.
    function endBatch() external;

    // ---- views

    /// @notice What the account owns, settled positions and accrued funding already counted as cash. Funding since `fundingIndex` is not.
    function portfolioOf(uint256 account) external view returns (Portfolio memory);

    /// @notice Whether the account has expired positions whose price is written.
    function hasSettleable(uint256 account) external view returns (bool);

    /// @notice Cash of the account as stored, wad.
    function cashOf(uint256 account) external view returns (int256);

    /// @notice Size of one position, wad.
    function sizeOf(uint256 account, Instrument instrument) external view returns (int256);

    /// @notice Open interest of an instrument.
    function openInterest(Instrument instrument) external view returns (OpenInterest memory);

    /// @notice Contracts held long in all instruments of a market, wad.
    /// @return current Now
    /// @return smoothed The same, following at the pace of a day: no change made in this block is in it
    function marketOpenInterest(uint24 market) external view returns (uint256 current, uint256 smoothed);

    /// @notice Both sides of the books.
    function books() external view returns (Books memory);

    /// @notice Whether the running batch has changed the account, so that its state is not checked yet.
    function isTouched(uint256 account) external view returns (bool);

    /// @notice Whether a batch is open.
    function inBatch() external view returns (bool);

    /// @notice The modules.
    function modules() external view returns (Modules memory);
}
