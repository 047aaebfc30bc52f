// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {IAccountToken} from "../interfaces/IAccountToken.sol";
import {IClearingHouse, OpenInterest} from "../interfaces/IClearingHouse.sol";
import {IFunding} from "../interfaces/IFunding.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {ISettlementOracle} from "../interfaces/ISettlementOracle.sol";
import {LinearWord} from "./LinearWord.sol";
import {PositionWord} from "./PositionWord.sol";

/// @title LedgerStorage
/// @notice Everything that the house remembers, and who its modules are.
abstract contract LedgerStorage is IClearingHouse, ERC2771Context {
    /// @dev Slot 0: cash 128 | positions 8 | collateral mask 64 (200 of 256 bits); then 64 slots of positions and 64
    /// second slots, which only linear positions use.
    struct Account {
        int128 cash;
        uint8 positionCount;
        uint64 collateralMask;
        PositionWord[64] positions;
        LinearWord[64] linear;
    }

    /// @dev Per instrument. Slot 0: long 128 | short 128. Slot 1: suspense, what settlement and funding have credited
    /// ahead of holders not yet touched, wad, signed.
    struct InstrumentBook {
        OpenInterest openInterest;
        int256 suspense;
    }

    /// @dev Per market, one slot: contracts held long 128 | loss-sharing epoch 32 | time of their last change 32 | their
    /// smoothed number then 48, a `Float48`; together 240.
    struct MarketBook {
        uint128 long;
        uint32 epoch;
        uint32 updatedAt;
        uint48 smoothed;
    }

    /// @dev Most positions of an account.
    uint256 internal constant POSITION_LIMIT = 64;
    uint256 internal constant RAY = 1e27;

    IAccountToken internal immutable accountToken;
    IRiskParameters internal immutable riskParameters;
    IRiskEngine internal immutable riskEngine;
    ISettlementOracle internal immutable settlementOracle;
    IFunding internal immutable funding;
    IERC20Metadata internal immutable cashToken;
    address internal immutable router;
    address internal immutable exchange;
    address internal immutable liquidator;
    address internal immutable upkeep;
    /// @dev Wad per unit of the cash token.
    uint256 internal immutable cashScale;

    mapping(uint256 account => Account) internal accounts;
    mapping(uint256 account => mapping(uint24 market => uint256)) internal collateralOf_;
    mapping(Instrument => InstrumentBook) internal instrumentBooks;
    mapping(uint24 market => MarketBook) internal marketBooks;
    /// @dev Wad units of each collateral in the house.
    mapping(uint24 market => uint256) internal collateralTotal;

    /// @dev What one unit of positive cash is worth, ray, 1 or less.
    uint128 internal cashIndex;
    /// @dev Σ units of positive cash.
    uint128 internal cashUnits;
    /// @dev Σ negative cash, wad, positive.
    uint128 internal totalDebt;
    /// @dev Σ suspense of all instruments.
    int128 internal totalSuspense;
    /// @dev Σ entry notional of all linear positions.
    int256 internal totalEntry;

    error CashDecimals(uint8 decimals, uint8 maximum);

    constructor(Modules memory m) ERC2771Context(m.router) {
        accountToken = m.accountToken;
        riskParameters = m.riskParameters;
        riskEngine = m.riskEngine;
        settlementOracle = m.settlementOracle;
        funding = m.funding;
        cashToken = IERC20Metadata(m.cashToken);
        router = m.router;
        exchange = m.exchange;
        liquidator = m.liquidator;
        upkeep = m.upkeep;
        uint8 decimals = IERC20Metadata(m.cashToken).decimals();
        require(decimals <= 18, CashDecimals(decimals, 18));
        cashScale = 10 ** (18 - decimals);
        cashIndex = uint128(RAY);
    }

    /// @inheritdoc IClearingHouse
    function modules() external view returns (Modules memory) {
        return
            Modules(
                accountToken,
                riskParameters,
                riskEngine,
                settlementOracle,
                funding,
                address(cashToken),
                router,
                exchange,
                liquidator,
                upkeep
            );
    }
}
