// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {Assessment, Holding, IMarketMargins, Need, RiskProfile} from "../interfaces/IMarketMargins.sol";
import {IMarketInputs, MarketState, PricePoint} from "../interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRiskEngine, Margin, MarketMargin, Portfolio, Transition} from "../interfaces/IRiskEngine.sol";
import {RiskModel} from "../interfaces/IRiskParameters.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Holdings} from "./Holdings.sol";
import {OperationRule} from "./OperationRule.sol";

/// @title RiskEngine
/// @notice Equity and margins of accounts: the sums over their markets, and the rule that every operation ends with.
contract RiskEngine is IRiskEngine {
    int256 private constant WAD = 1e18;

    IMarketInputs public immutable inputs;
    IPriceOracle public immutable oracle;
    IMarketMargins public immutable marketMargins;

    constructor(IMarketMargins marketMargins_) {
        marketMargins = marketMargins_;
        inputs = marketMargins_.inputs();
        oracle = inputs.oracle();
    }

    /// @inheritdoc IRiskEngine
    function check(Transition[] memory transitions) external view {
        OperationRule.check(transitions, marketMargins, oracle);
    }

    /// @inheritdoc IRiskEngine
    function evaluate(
        Portfolio memory portfolio,
        MarketState[] memory markets,
        RiskModel memory model
    ) external view returns (Margin memory m) {
        Holding[] memory holdings = Holdings.split(portfolio);
        _requireMarkets(holdings, markets);
        m.byMarket = new MarketMargin[](markets.length);
        m.equity = portfolio.cash;
        for (uint256 i = 0; i < markets.length; ++i) {
            Holding memory h = Holdings.inMarket(holdings, markets[i].market);
            _add(m, i, h.market, marketMargins.assessAt(h, markets[i], model));
        }
        _finish(m, Holdings.neverOwes(portfolio.cash, holdings), model.minimumInitialMargin);
    }

    /// @inheritdoc IRiskEngine
    function neverOwes(Portfolio memory portfolio) external pure returns (bool) {
        return Holdings.neverOwes(portfolio.cash, Holdings.split(portfolio));
    }

    /// @inheritdoc IRiskEngine
    function margin(
        Portfolio memory portfolio,
        PricePoint point
    ) external view returns (Margin memory, IPriceOracle.Status) {
        Holding[] memory holdings = Holdings.split(portfolio);
        return _margin(portfolio.cash, holdings, point, Need.Both, Holdings.neverOwes(portfolio.cash, holdings));
    }

    /// @inheritdoc IRiskEngine
    function solvency(
        Portfolio memory portfolio,
        PricePoint point
    ) external view returns (int256 equity, uint256 maintenance, int256 health, IPriceOracle.Status worst) {
        Holding[] memory holdings = Holdings.split(portfolio);
        bool safe = Holdings.neverOwes(portfolio.cash, holdings);
        Margin memory m;
        (m, worst) = _margin(portfolio.cash, holdings, point, Need.Maintenance, safe);
        return (m.equity, m.maintenance, m.health, worst);
    }

    /// @inheritdoc IRiskEngine
    function freeCash(Portfolio memory portfolio) external view returns (uint256) {
        int256 cash = portfolio.cash;
        if (cash <= 0) return 0;
        Holding[] memory holdings = Holdings.split(portfolio);
        int256 free = Holdings.neverOwes(cash, holdings) ? Holdings.slack(cash, holdings) : int256(0);
        (Margin memory m, ) = _margin(cash, holdings, PricePoint.Mid, Need.Both, false);
        int256 above = SignedMath.max(m.equity - int256(m.initial), 0);
        return uint256(SignedMath.max(free, SignedMath.min(above, cash)));
    }

    /// @inheritdoc IRiskEngine
    function profile(
        Portfolio memory portfolio,
        uint24 market,
        PricePoint point
    ) external view returns (RiskProfile memory) {
        return marketMargins.profile(Holdings.inMarket(Holdings.split(portfolio), market), point);
    }

    /// @inheritdoc IRiskEngine
    function mark(Instrument instrument, PricePoint point) external view returns (uint256) {
        return marketMargins.mark(instrument, point);
    }

    /// @inheritdoc IRiskEngine
    function healthOf(int256 equity, uint256 maintenance) public pure returns (int256) {
        if (maintenance == 0) return type(int256).max;
        return FixedPoint.floorDiv(equity * WAD, int256(maintenance));
    }

    /// @dev The margins at the live inputs; one that is not needed stays 0.
    function _margin(
        int256 cash,
        Holding[] memory holdings,
        PricePoint point,
        Need need,
        bool safe
    ) private view returns (Margin memory m, IPriceOracle.Status worst) {
        m.byMarket = new MarketMargin[](holdings.length);
        m.equity = cash;
        uint256 minimum = 0;
        for (uint256 i = 0; i < holdings.length; ++i) {
            Holding[] memory single = new Holding[](1);
            single[0] = holdings[i];
            Assessment[] memory parts;
            IPriceOracle.Status status;
            (parts, status, minimum) = marketMargins.assess(single, point, need);
            if (status > worst) worst = status;
            _add(m, i, holdings[i].market, parts[0]);
        }
        if (holdings.length == 0) minimum = inputs.riskParameters().riskModel().minimumInitialMargin;
        _finish(m, safe, minimum);
        if (need == Need.Maintenance) m.initial = 0;
    }

    function _add(Margin memory m, uint256 i, uint24 market, Assessment memory part) private pure {
        m.byMarket[i] = MarketMargin(market, part.maintenance, part.initial);
        m.equity += part.equity;
        m.maintenance += part.maintenance;
        m.initial += part.initial;
    }

    /// @dev An account that can never owe needs no margin; another at least the minimum, initially never less than to stay.
    function _finish(Margin memory m, bool safe, uint256 minimum) private pure {
        if (safe) (m.maintenance, m.initial) = (0, 0);
        else m.initial = Math.max(Math.max(m.initial, minimum), m.maintenance);
        m.health = healthOf(m.equity, m.maintenance);
    }

    function _requireMarkets(Holding[] memory holdings, MarketState[] memory markets) private pure {
        for (uint256 i = 0; i < markets.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                require(markets[i].market != markets[j].market, MarketTwice(markets[i].market));
            }
        }
        for (uint256 i = 0; i < holdings.length; ++i) {
            uint256 j = 0;
            while (j < markets.length && markets[j].market != holdings[i].market) ++j;
            require(j < markets.length, MarketMissing(holdings[i].market));
        }
    }
}
