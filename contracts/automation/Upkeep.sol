// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {IMarketInputs} from "../interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRealizedVolatility} from "../interfaces/IRealizedVolatility.sol";
import {ISettlementOracle} from "../interfaces/ISettlementOracle.sol";
import {IUpkeep, UpkeepBudget} from "../interfaces/IUpkeep.sol";
import {IVolatilitySurface, PackedSlice} from "../interfaces/IVolatilitySurface.sol";

/// @title Upkeep
/// @notice Paid upkeep. It holds nothing: the ledger moves the pay from the treasury account to the keeper's.
contract Upkeep is IUpkeep, AccessManaged {
    /// @dev Base and calldata of a transaction, and the payment itself.
    uint256 private constant BASE_GAS = 21_000;
    uint256 private constant GAS_PER_BYTE = 16;
    uint256 private constant PAYMENT_GAS = 60_000;
    /// @dev The keeper's margin, in hundredths.
    uint256 private constant MARGIN = 120;
    uint256 private constant MAX_PER_ACTION = 1_000e18;
    uint256 private constant MAX_PER_DAY = 100_000e18;
    uint256 private constant PUBLISH_INTERVAL = 10 minutes;
    uint256 private constant PROOF_LIFE = 3 days;
    uint256 private constant FALLBACK_LIFE = 7 days;

    IClearingHouse public immutable clearingHouse;
    IPriceOracle public immutable oracle;
    IRealizedVolatility public immutable clock;
    IVolatilitySurface public immutable surface;
    ISettlementOracle public immutable settlementOracle;
    /// @notice Market of the asset that pays for gas.
    uint24 public immutable gasMarket;

    /// @inheritdoc IUpkeep
    uint256 public baseFeeCap;
    mapping(Kind => UpkeepBudget) private budgets;
    mapping(Kind => mapping(uint256 day => uint256)) private spent;

    constructor(
        address authority,
        IClearingHouse clearingHouse_,
        IMarketInputs inputs_,
        ISettlementOracle settlementOracle_,
        uint24 gasMarket_
    ) AccessManaged(authority) {
        (clearingHouse, settlementOracle, gasMarket) = (clearingHouse_, settlementOracle_, gasMarket_);
        (oracle, clock, surface) = (inputs_.oracle(), inputs_.clock(), inputs_.surface());
    }

    /// @inheritdoc IUpkeep
    function sample(uint24[] calldata markets, uint256 account) external returns (uint256 taken) {
        uint256 gas = gasleft();
        for (uint256 i = 0; i < markets.length; ++i) {
            if (clock.sample(markets[i])) ++taken;
        }
        if (taken != 0) _pay(Kind.Sample, account, gas);
    }

    /// @inheritdoc IUpkeep
    function publish(
        uint24 market,
        uint32 time,
        PackedSlice[] calldata slices,
        bytes calldata signatures,
        uint256 account
    ) external {
        uint256 gas = gasleft();
        bool due = _replacesOld(market, time, slices);
        surface.publish(market, time, slices, signatures);
        if (due) _pay(Kind.Publish, account, gas);
    }

    /// @inheritdoc IUpkeep
    function prove(uint24 market, uint256 expiry, uint80[] calldata rounds, uint256 account) external {
        uint256 gas = gasleft();
        settlementOracle.prove(market, expiry, rounds);
        if (block.timestamp <= expiry + PROOF_LIFE) _pay(Kind.Settle, account, gas);
    }

    /// @inheritdoc IUpkeep
    function fallBack(uint24 market, uint256 expiry, uint256 account) external {
        uint256 gas = gasleft();
        settlementOracle.fallBack(market, expiry);
        if (block.timestamp <= expiry + FALLBACK_LIFE) _pay(Kind.Settle, account, gas);
    }

    /// @inheritdoc IUpkeep
    function setBudget(Kind kind, UpkeepBudget calldata budget) external restricted {
        bool inside = budget.perAction <= MAX_PER_ACTION && budget.perDay <= MAX_PER_DAY;
        require(inside, BudgetOutOfBounds(budget.perAction, budget.perDay, MAX_PER_DAY));
        budgets[kind] = budget;
        emit BudgetSet(kind, budget);
    }

    /// @inheritdoc IUpkeep
    function setBaseFeeCap(uint256 cap) external restricted {
        baseFeeCap = cap;
        emit BaseFeeCapSet(cap);
    }

    /// @inheritdoc IUpkeep
    function budgetOf(Kind kind) external view returns (UpkeepBudget memory) {
        return budgets[kind];
    }

    /// @inheritdoc IUpkeep
    function left(Kind kind) public view returns (uint256) {
        return Math.saturatingSub(budgets[kind].perDay, spent[kind][block.timestamp / 1 days]);
    }

    /// @dev Whether every slice stands for one that is old enough: else two publications in turn would be paid without end.
    function _replacesOld(uint24 market, uint256 time, PackedSlice[] calldata slices) private view returns (bool) {
        for (uint256 i = 0; i < slices.length; ++i) {
            (, uint32 before) = surface.published(market, slices[i].expiry);
            if (time < before + PUBLISH_INTERVAL) return false;
        }
        return true;
    }

    /// @dev Whatever stands in the way of the pay, the action stays done.
    function _pay(Kind kind, uint256 account, uint256 gasBefore) private {
        uint256 gas = gasBefore - gasleft() + BASE_GAS + GAS_PER_BYTE * msg.data.length + PAYMENT_GAS;
        uint256 amount = Math.min(Math.min(_priceOf(gas), budgets[kind].perAction), left(kind));
        if (amount == 0) return;
        try clearingHouse.payUpkeep(account, amount) {
            spent[kind][block.timestamp / 1 days] += amount;
        } catch {
            // An empty treasury, an unknown account, an open batch.
            return;
        }
    }

    /// @dev Gas in wad USDC, with the keeper's margin.
    function _priceOf(uint256 gas) private view returns (uint256) {
        try oracle.read(gasMarket) returns (IPriceOracle.Reading memory r) {
            if (r.status == IPriceOracle.Status.Down) return 0;
            uint256 fee = gas * Math.min(block.basefee, baseFeeCap);
            return Math.mulDiv(fee * MARGIN, r.price, 100e18);
        } catch {
            return 0;
        }
    }
}
