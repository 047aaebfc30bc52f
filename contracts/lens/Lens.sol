// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IAccountToken} from "../interfaces/IAccountToken.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {AccountView, ILens} from "../interfaces/ILens.sol";
import {ILiquidator} from "../interfaces/ILiquidator.sol";
import {PricePoint} from "../interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRiskEngine, MarketState, Portfolio} from "../interfaces/IRiskEngine.sol";
import {IRiskParameters, RiskModel} from "../interfaces/IRiskParameters.sol";

/// @title Lens
/// @notice Reads only. Nothing depends on it, so it can be replaced by deploying another.
contract Lens is ILens {
    IClearingHouse public immutable clearingHouse;
    ILiquidator public immutable liquidator;
    IAccountToken public immutable accountToken;
    IRiskEngine public immutable riskEngine;
    IRiskParameters public immutable riskParameters;
    IERC20Metadata public immutable cashToken;
    uint256 private immutable cashScale;

    constructor(IClearingHouse clearingHouse_, ILiquidator liquidator_) {
        clearingHouse = clearingHouse_;
        liquidator = liquidator_;
        IClearingHouse.Modules memory m = clearingHouse_.modules();
        accountToken = m.accountToken;
        riskEngine = m.riskEngine;
        riskParameters = m.riskParameters;
        cashToken = IERC20Metadata(m.cashToken);
        cashScale = 10 ** (18 - cashToken.decimals());
    }

    /// @inheritdoc ILens
    function account(uint256 id) public view returns (AccountView memory v) {
        v.account = id;
        v.owner = accountToken.ownerOf(id);
        v.epoch = accountToken.epochOf(id);
        v.portfolio = clearingHouse.portfolioOf(id);
        (v.margin, ) = riskEngine.margin(v.portfolio, PricePoint.Mid);
        v.freeCash = Math.min(
            riskEngine.freeCash(v.portfolio),
            cashToken.balanceOf(address(clearingHouse)) * cashScale
        );
        v.settleable = _isSettleable(id);
        v.flaggedAt = liquidator.flaggedAt(id);
    }

    /// @inheritdoc ILens
    function accounts(uint256 cursor, uint256 n) external view returns (AccountView[] memory page, uint256 next) {
        uint256 first;
        uint256 last;
        (first, last, next) = _range(cursor, n);
        page = new AccountView[](last > first ? last - first : 0);
        for (uint256 id = first; id < last; ++id) {
            page[id - first] = account(id);
        }
    }

    /// @inheritdoc ILens
    function liquidatable(uint256 cursor, uint256 n) external view returns (uint256[] memory, uint256) {
        return _filter(cursor, n, _isLiquidatable);
    }

    /// @inheritdoc ILens
    function settleable(uint256 cursor, uint256 n) external view returns (uint256[] memory, uint256) {
        return _filter(cursor, n, _isSettleable);
    }

    /// @inheritdoc ILens
    function resolvable(uint256 cursor, uint256 n) external view returns (uint256[] memory, uint256) {
        return _filter(cursor, n, _isResolvable);
    }

    /// @inheritdoc ILens
    function marketStates(
        uint24[] calldata markets,
        uint40[][] calldata expiries
    )
        external
        view
        returns (MarketState[] memory states, IPriceOracle.Status[] memory statuses, RiskModel memory model)
    {
        states = new MarketState[](markets.length);
        statuses = new IPriceOracle.Status[](markets.length);
        for (uint256 i = 0; i < markets.length; ++i) {
            uint40[] memory wanted = i < expiries.length ? expiries[i] : new uint40[](0);
            (states[i], statuses[i], ) = riskEngine.inputs().marketState(markets[i], wanted, true, PricePoint.Mid);
        }
        model = riskParameters.riskModel();
    }

    function _filter(
        uint256 cursor,
        uint256 n,
        function(uint256) view returns (bool) matches
    ) private view returns (uint256[] memory ids, uint256 next) {
        uint256 first;
        uint256 last;
        (first, last, next) = _range(cursor, n);
        ids = new uint256[](last > first ? last - first : 0);
        uint256 kept = 0;
        for (uint256 id = first; id < last; ++id) {
            if (matches(id)) ids[kept++] = id;
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(ids, kept)
        }
    }

    /// @dev Accounts first to last − 1, and where the next page begins (0: nowhere).
    function _range(uint256 cursor, uint256 n) private view returns (uint256 first, uint256 last, uint256 next) {
        uint256 end = accountToken.count() + 1;
        first = Math.max(cursor, 1);
        last = Math.min(Math.saturatingAdd(first, n), end);
        next = last < end && last > first ? last : 0;
    }

    function _isLiquidatable(uint256 id) private view returns (bool) {
        Portfolio memory portfolio = clearingHouse.portfolioOf(id);
        if (riskEngine.neverOwes(portfolio)) return false;
        (int256 equity, uint256 maintenance, , ) = riskEngine.solvency(portfolio, PricePoint.Mid);
        return equity < int256(maintenance);
    }

    function _isSettleable(uint256 id) private view returns (bool) {
        return clearingHouse.hasSettleable(id);
    }

    function _isResolvable(uint256 id) private view returns (bool) {
        Portfolio memory p = clearingHouse.portfolioOf(id);
        return p.cash < 0 && p.positions.length == 0 && p.collateral.length == 0;
    }
}
