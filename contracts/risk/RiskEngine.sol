// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {ExpiryState, IMarketInputs, MarketState, PricePoint} from "../interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {CollateralHolding, IRiskEngine, Margin, MarketMargin, Portfolio, Position} from "../interfaces/IRiskEngine.sol";
import {IRiskParameters, RiskModel} from "../interfaces/IRiskParameters.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Scenarios} from "../pricing/Scenarios.sol";
import {PayoffBound} from "./PayoffBound.sol";
import {SCENARIOS, SPOTS, ScenarioGrid} from "./ScenarioGrid.sol";

/// @title RiskEngine
/// @notice Equity and margins. `evaluate` is the formula; the other functions gather its inputs.
contract RiskEngine is IRiskEngine {
    int256 private constant WAD = 1e18;

    IMarketInputs public immutable inputs;
    IPriceOracle public immutable oracle;
    IRiskParameters public immutable riskParameters;

    /// @dev The options of one market, the last to expire first, and the groups of the whole portfolio.
    struct OptionBook {
        int256 value;
        ScenarioGrid.Option[] options;
        PayoffBound.Group[] groups;
    }

    /// @dev The options that are left when the first expiries are gone: value and scenario totals in 1e-36, floor under
    /// what any scenario may take off the value.
    struct Rest {
        int256 worth;
        int256 leastWorth;
        bool unbounded;
        uint256 contingency;
        uint256 loss;
        int256[SCENARIOS] totals;
        uint256[SCENARIOS] values;
    }

    constructor(IMarketInputs inputs_, IRiskParameters riskParameters_) {
        inputs = inputs_;
        oracle = inputs_.oracle();
        riskParameters = riskParameters_;
    }

    /// @inheritdoc IRiskEngine
    function evaluate(
        Portfolio memory portfolio,
        MarketState[] memory markets,
        RiskModel memory model
    ) external pure returns (Margin memory) {
        _requireMarkets(portfolio, markets);
        return _evaluate(portfolio, markets, model, true);
    }

    /// @inheritdoc IRiskEngine
    function neverOwes(Portfolio memory portfolio) external pure returns (bool) {
        return PayoffBound.neverOwes(portfolio.cash, PayoffBound.groupsOf(portfolio.positions));
    }

    /// @inheritdoc IRiskEngine
    function margin(
        Portfolio memory portfolio,
        PricePoint point
    ) external view returns (Margin memory result, IPriceOracle.Status worst) {
        MarketState[] memory states;
        (states, worst) = _marketStates(portfolio, point);
        result = _evaluate(portfolio, states, riskParameters.riskModel(), true);
    }

    /// @inheritdoc IRiskEngine
    function solvency(
        Portfolio memory portfolio,
        PricePoint point
    ) external view returns (int256 equity, uint256 maintenance, int256 health, IPriceOracle.Status worst) {
        MarketState[] memory states;
        (states, worst) = _marketStates(portfolio, point);
        Margin memory m = _evaluate(portfolio, states, riskParameters.riskModel(), false);
        return (m.equity, m.maintenance, m.health, worst);
    }

    /// @inheritdoc IRiskEngine
    function mark(Instrument instrument, PricePoint point) external view returns (uint256) {
        uint40[] memory expiries = new uint40[](1);
        expiries[0] = instrument.expiry();
        (MarketState memory state, ) = inputs.marketState(instrument.market(), expiries, point);
        RiskModel memory model = riskParameters.riskModel();
        ScenarioGrid.Tenor memory tenor = ScenarioGrid.tenorOf(state.expiries[0], state, model);
        return ScenarioGrid.load(Position(instrument, 0), tenor).mark;
    }

    /// @inheritdoc IRiskEngine
    function freeCash(Portfolio memory portfolio) external view returns (uint256) {
        int256 cash = portfolio.cash;
        if (cash <= 0) return 0;
        PayoffBound.Group[] memory groups = PayoffBound.groupsOf(portfolio.positions);
        int256 free = PayoffBound.neverOwes(cash, groups) ? PayoffBound.slack(cash, groups) : int256(0);
        (MarketState[] memory states, ) = _marketStates(portfolio, PricePoint.Mid);
        // A cash of −1 rules out "never owes", which gives the margins that hold once it has stopped.
        portfolio.cash = -1;
        Margin memory m = _evaluate(portfolio, states, riskParameters.riskModel(), true);
        int256 above = m.equity + 1 + cash - int256(m.initial);
        return uint256(SignedMath.max(free, SignedMath.min(SignedMath.max(above, 0), cash)));
    }

    /// @inheritdoc IRiskEngine
    function healthOf(int256 equity, uint256 maintenance) public pure returns (int256) {
        if (maintenance == 0) return type(int256).max;
        return FixedPoint.floorDiv(equity * WAD, int256(maintenance));
    }

    /// @dev The formula. Without `withInitial` only the maintenance grid is computed, and `initial` stays 0.
    function _evaluate(
        Portfolio memory portfolio,
        MarketState[] memory markets,
        RiskModel memory model,
        bool withInitial
    ) private pure returns (Margin memory margin_) {
        uint256[] memory keys = PayoffBound.sortedKeys(portfolio.positions);
        PayoffBound.Group[] memory groups = PayoffBound.groupsOf(portfolio.positions, keys);
        margin_.equity = portfolio.cash;
        margin_.byMarket = new MarketMargin[](markets.length);
        uint256 initial = 0;
        for (uint256 i = 0; i < markets.length; ++i) {
            OptionBook memory book = _loadBook(portfolio.positions, keys, markets[i], model);
            book.groups = groups;
            uint256 collateral = _collateralValue(portfolio.collateral, markets[i]);
            margin_.equity += book.value + int256(collateral);
            MarketMargin memory m = _marketMargin(book, int256(collateral), markets[i], model, withInitial);
            margin_.byMarket[i] = m;
            margin_.maintenance += m.maintenance;
            initial += m.initial;
        }
        if (PayoffBound.neverOwes(portfolio.cash, groups)) {
            margin_.maintenance = 0;
        } else if (withInitial) {
            margin_.initial = Math.max(Math.max(initial, model.minimumInitialMargin), margin_.maintenance);
        }
        margin_.health = healthOf(margin_.equity, margin_.maintenance);
    }

    function _loadBook(
        Position[] memory positions,
        uint256[] memory keys,
        MarketState memory market,
        RiskModel memory model
    ) private pure returns (OptionBook memory book) {
        book.options = new ScenarioGrid.Option[](keys.length);
        uint256 kept = 0;
        int256 worth = 0;
        ScenarioGrid.Tenor memory tenor;
        for (uint256 i = keys.length; i > 0; --i) {
            Position memory position = positions[PayoffBound.indexOf(keys[i - 1])];
            if (position.instrument.market() != market.market) continue;
            uint256 expiry = position.instrument.expiry();
            if (kept == 0 || tenor.expiry != expiry) {
                tenor = ScenarioGrid.tenorOf(_expiryOf(market, expiry), market, model);
            }
            ScenarioGrid.Option memory option = ScenarioGrid.load(position, tenor);
            worth += option.size * int256(option.mark);
            book.options[kept++] = option;
        }
        ScenarioGrid.Option[] memory options = book.options;
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(options, kept)
        }
        book.value = FixedPoint.toWadFloor(worth);
    }

    function _marketMargin(
        OptionBook memory book,
        int256 collateral,
        MarketState memory market,
        RiskModel memory model,
        bool withInitial
    ) private pure returns (MarketMargin memory m) {
        m.market = market.market;
        if (book.options.length == 0 && collateral == 0) return m;
        (uint256 loss, uint256 contingency, uint256 most) = _risk(
            book,
            collateral,
            market,
            market.maintenanceWidth,
            model,
            false
        );
        m.maintenance = Math.min(loss + contingency, most);
        if (!withInitial) return m;
        uint256 width =
            FixedPoint.mulUp(market.initialWidth, market.crowding) + FixedPoint.divUp(market.halfWidth, market.price);
        if (width != market.maintenanceWidth || _isSpread(market)) {
            (loss, contingency, most) = _risk(book, collateral, market, width, model, true);
        }
        contingency = FixedPoint.mulUp(contingency, market.crowding);
        uint256 initial =
            FixedPoint.mulUp(loss, model.initialFactor) + FixedPoint.mulUp(contingency, model.contingencyInitialFactor);
        m.initial = Math.min(initial, most);
    }

    /// @dev Greatest loss at a width, the contingencies of the short options, and the most that both may ask for: what the
    /// options can lose at all and what the collateral loses by itself. Without the latter one wei of collateral would
    /// lift the cap, and a deposit could make a sound account look like a ruined one. The loss is that of the worst of the
    /// books that are left when the first expiries are gone: so no expiry raises it, and a leg that is about to expire
    /// hedges nothing that stays.
    function _risk(
        OptionBook memory book,
        int256 collateral,
        MarketState memory market,
        uint256 width,
        RiskModel memory model,
        bool spread
    ) private pure returns (uint256 loss, uint256 contingency, uint256 most) {
        int256[SPOTS] memory shifts = ScenarioGrid.shiftsOf(width, model);
        uint256 n = book.options.length;
        Rest memory rest;
        if (n == 0) return (_worstLoss(rest, collateral, shifts, model), 0, type(uint256).max);
        Scenarios.Shifts memory whole = Scenarios.prepare(shifts);
        Scenarios.Shifts memory prepared = whole;
        for (uint256 i = 0; i < n; ++i) {
            ScenarioGrid.Option memory option = book.options[i];
            ScenarioGrid.Tenor memory tenor = option.tenor;
            if (i == 0 || book.options[i - 1].tenor.expiry != tenor.expiry) {
                bool moves = tenor.share == uint256(WAD);
                prepared = moves ? whole : Scenarios.prepare(ScenarioGrid.scaled(shifts, tenor.share));
            }
            ScenarioGrid.accumulate(option, prepared, spread ? tenor.halfSpread : 0, rest.values, rest.totals);
            rest.worth += option.size * int256(option.mark);
            rest.contingency += ScenarioGrid.contingency(option, market.price, model, rest.values);
            if (i + 1 < n && book.options[i + 1].tenor.expiry == tenor.expiry) continue;
            _addLeastPayoff(rest, book.groups, market, tenor);
            rest.loss = Math.max(rest.loss, _worstLoss(rest, collateral, shifts, model));
        }
        most = type(uint256).max;
        if (!rest.unbounded) {
            Rest memory none;
            most = uint256(_boundOf(rest)) + _worstLoss(none, collateral, shifts, model);
        }
        return (rest.loss, rest.contingency, most);
    }

    /// @dev Adds the discounted least payoff of one expiry to the floor under the rest.
    function _addLeastPayoff(
        Rest memory rest,
        PayoffBound.Group[] memory groups,
        MarketState memory market,
        ScenarioGrid.Tenor memory tenor
    ) private pure {
        uint256 i = 0;
        while (groups[i].market != market.market || groups[i].expiry != tenor.expiry) ++i;
        if (groups[i].unbounded) rest.unbounded = true;
        else rest.leastWorth += FixedPoint.mulFloor(groups[i].least, int256(tenor.discount));
    }

    /// @dev Worth now less the discounted least payoffs: no scenario takes more off the options.
    function _boundOf(Rest memory rest) private pure returns (int256) {
        if (rest.unbounded) return type(int256).max;
        return SignedMath.max(FixedPoint.toWadFloor(rest.worth) - rest.leastWorth, 0);
    }

    /// @dev Greatest loss over the scenarios; the tails count in part, collateral moves with the spot.
    function _worstLoss(
        Rest memory rest,
        int256 collateral,
        int256[SPOTS] memory shifts,
        RiskModel memory model
    ) private pure returns (uint256 worst) {
        int256 value = FixedPoint.toWadFloor(rest.worth);
        int256 bound = _boundOf(rest);
        for (uint256 i = 0; i < SCENARIOS; ++i) {
            int256 loss = SignedMath.min(value - FixedPoint.toWadFloor(rest.totals[i]), bound);
            loss -= FixedPoint.mulFloor(collateral, shifts[ScenarioGrid.spotOf(i)]);
            if (loss <= 0) continue;
            uint256 counted = uint256(loss);
            if (i >= ScenarioGrid.FIRST_TAIL) counted = FixedPoint.mulUp(counted, model.tailWeight);
            if (counted > worst) worst = counted;
        }
    }

    function _collateralValue(
        CollateralHolding[] memory holdings,
        MarketState memory market
    ) private pure returns (uint256 value) {
        for (uint256 i = 0; i < holdings.length; ++i) {
            if (holdings[i].market != market.market) continue;
            value += FixedPoint.mulDown(FixedPoint.mulDown(holdings[i].amount, market.price), market.collateralFactor);
        }
    }

    function _marketStates(
        Portfolio memory portfolio,
        PricePoint point
    ) private view returns (MarketState[] memory states, IPriceOracle.Status worst) {
        uint24[] memory ids = _marketsOf(portfolio);
        states = new MarketState[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            IPriceOracle.Status status;
            (states[i], status) = inputs.marketState(ids[i], _expiriesOf(portfolio, ids[i]), point);
            if (status > worst) worst = status;
        }
    }

    function _marketsOf(Portfolio memory portfolio) private pure returns (uint24[] memory ids) {
        uint256 n = portfolio.positions.length;
        ids = new uint24[](n + portfolio.collateral.length);
        uint256 kept = 0;
        for (uint256 i = 0; i < ids.length; ++i) {
            uint24 id = i < n ? portfolio.positions[i].instrument.market() : portfolio.collateral[i - n].market;
            uint256 j = 0;
            while (j < kept && ids[j] != id) ++j;
            if (j == kept) ids[kept++] = id;
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(ids, kept)
        }
    }

    function _expiriesOf(Portfolio memory portfolio, uint24 market) private pure returns (uint40[] memory expiries) {
        uint256 n = portfolio.positions.length;
        expiries = new uint40[](n);
        uint256 kept = 0;
        for (uint256 i = 0; i < n; ++i) {
            if (portfolio.positions[i].instrument.market() != market) continue;
            uint40 expiry = portfolio.positions[i].instrument.expiry();
            uint256 j = 0;
            while (j < kept && expiries[j] != expiry) ++j;
            if (j == kept) expiries[kept++] = expiry;
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(expiries, kept)
        }
    }

    /// @dev One state for each market in which the portfolio holds anything, and none twice.
    function _requireMarkets(Portfolio memory portfolio, MarketState[] memory markets) private pure {
        for (uint256 i = 0; i < markets.length; ++i) {
            require(_find(markets, markets[i].market) == i, MarketTwice(markets[i].market));
        }
        uint24[] memory ids = _marketsOf(portfolio);
        for (uint256 i = 0; i < ids.length; ++i) {
            require(_find(markets, ids[i]) < markets.length, MarketMissing(ids[i]));
        }
    }

    /// @dev Whether longs and shorts are valued at different volatilities.
    function _isSpread(MarketState memory market) private pure returns (bool) {
        for (uint256 i = 0; i < market.expiries.length; ++i) {
            if (market.expiries[i].halfSpread != 0) return true;
        }
        return false;
    }

    function _expiryOf(MarketState memory market, uint256 expiry) private pure returns (ExpiryState memory) {
        for (uint256 i = 0; i < market.expiries.length; ++i) {
            if (market.expiries[i].expiry == expiry) return market.expiries[i];
        }
        revert ExpiryMissing(market.market, expiry);
    }

    function _find(MarketState[] memory markets, uint24 market) private pure returns (uint256 i) {
        while (i < markets.length && markets[i].market != market) ++i;
    }
}
