// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {ExpiryState, IMarketInputs, MarketState, PricePoint} from "../interfaces/IMarketInputs.sol";
import {Assessment, Holding, IMarketMargins, Need, RiskProfile} from "../interfaces/IMarketMargins.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {IRiskEngine} from "../interfaces/IRiskEngine.sol";
import {RiskModel} from "../interfaces/IRiskParameters.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {BookLoss} from "./BookLoss.sol";
import {Exposure} from "./Exposure.sol";
import {SCENARIOS, ScenarioGrid} from "./ScenarioGrid.sol";

/// @title MarketMargins
/// @notice The margin formula within one market, from explicit inputs or from the live ones.
contract MarketMargins is IMarketMargins {
    IMarketInputs public immutable inputs;

    /// @dev The inputs of a market, and what the legs of its expiries share.
    struct Scene {
        MarketState market;
        RiskModel model;
        ScenarioGrid.Tenor[] tenors;
    }

    constructor(IMarketInputs inputs_) {
        inputs = inputs_;
    }

    /// @inheritdoc IMarketMargins
    function assess(
        Holding[] memory holdings,
        PricePoint point,
        Need need
    ) external view returns (Assessment[] memory parts, IPriceOracle.Status status, uint256 minimum) {
        Scene memory scene;
        (scene, status) = _sceneOf(holdings, point);
        minimum = scene.model.minimumInitialMargin;
        parts = new Assessment[](holdings.length);
        BookLoss.Book memory previous;
        for (uint256 i = 0; i < holdings.length; ++i) {
            BookLoss.Book memory book = _load(holdings[i], scene);
            bool kept = need == Need.Maintenance && i + 1 < holdings.length;
            if (kept) book.values = new uint256[SCENARIOS][](book.options.length);
            parts[i] = _assess(book, scene, need, previous);
            if (need == Need.Maintenance) previous = book;
        }
    }

    /// @inheritdoc IMarketMargins
    function assessAt(
        Holding memory holding,
        MarketState memory state,
        RiskModel memory model
    ) external pure returns (Assessment memory) {
        BookLoss.Book memory none;
        Scene memory scene = _prepare(state, model);
        return _assess(_load(holding, scene), scene, Need.Both, none);
    }

    /// @inheritdoc IMarketMargins
    function profile(Holding memory holding, PricePoint point) external view returns (RiskProfile memory p) {
        Holding[] memory single = new Holding[](1);
        single[0] = holding;
        (Scene memory scene, ) = _sceneOf(single, point);
        BookLoss.Book memory none;
        BookLoss.Book memory book = _load(holding, scene);
        BookLoss.Terms memory t = _maintenanceTerms(book, scene);
        BookLoss.Rest memory whole = BookLoss.calculate(book, t, none).rest;
        (p.width, p.shifts) = (t.width, t.shifts);
        int256 value = FixedPoint.toWadFloor(whole.worth);
        for (uint256 i = 0; i < SCENARIOS; ++i) {
            int256 moved = FixedPoint.mulFloor(whole.exposure, t.shifts[ScenarioGrid.spotOf(i)]);
            p.profits[i] = FixedPoint.toWadFloor(whole.totals[i]) - value + moved;
        }
    }

    /// @inheritdoc IMarketMargins
    function mark(Instrument instrument, PricePoint point) external view returns (uint256) {
        require(instrument.isKnown(), IRiskEngine.UnsupportedInstrument(instrument));
        uint40 expiry = instrument.expiry();
        uint40[] memory expiries = new uint40[](expiry == 0 ? 0 : 1);
        if (expiry != 0) expiries[0] = expiry;
        (MarketState memory state, , RiskModel memory model) = inputs.marketState(
            instrument.market(),
            expiries,
            false,
            point
        );
        if (expiry == 0) return state.price;
        ScenarioGrid.Tenor memory tenor = ScenarioGrid.tenorOf(state.expiries[0], state, model);
        if (!instrument.isOption()) return tenor.forward;
        ScenarioGrid.Option memory option;
        ScenarioGrid.load(option, instrument, 0, tenor);
        ScenarioGrid.price(option, tenor);
        return option.mark;
    }

    function _assess(
        BookLoss.Book memory b,
        Scene memory scene,
        Need need,
        BookLoss.Book memory previous
    ) private pure returns (Assessment memory a) {
        BookLoss.Outcome memory o;
        BookLoss.Terms memory t = _maintenanceTerms(b, scene);
        BookLoss.Terms memory initial = _initialTerms(b, scene);
        // At one width the initial margin is the greater one by its terms; at two a book can lose more in the narrower.
        if (need != Need.Initial || t.width != initial.width) {
            b.width = t.width;
            o = BookLoss.calculate(b, t, previous);
            a.maintenance = _capped(o, o.loss + o.contingency, o.spot + o.spotContingency);
        }
        if (need != Need.Maintenance) {
            o = BookLoss.calculate(b, initial, previous);
            uint256 whole = _raised(o.loss, o.contingency, scene);
            a.initial = _capped(o, whole, _raised(o.spot, o.spotContingency, scene));
        }
        a.equity = FixedPoint.toWadFloor(o.rest.worth) + b.linear.equity;
    }

    /// @dev Not more than the options can lose and what moves with the spot would ask for alone.
    function _capped(BookLoss.Outcome memory o, uint256 whole, uint256 alone) private pure returns (uint256) {
        return o.rest.unbounded ? whole : Math.min(whole, uint256(o.bound) + alone);
    }

    /// @dev Loss and contingency of the initial margin with their factors.
    function _raised(uint256 loss, uint256 contingency, Scene memory scene) private pure returns (uint256) {
        uint256 crowded = FixedPoint.mulUp(contingency, scene.market.crowding);
        return
            FixedPoint.mulUp(loss, scene.model.initialFactor) +
            FixedPoint.mulUp(crowded, scene.model.contingencyInitialFactor);
    }

    function _maintenanceTerms(BookLoss.Book memory b, Scene memory s) private pure returns (BookLoss.Terms memory) {
        (uint256 linear, uint256 options) = (s.market.linearMaintenanceWidth, s.market.maintenanceWidth);
        return _terms(Exposure.widthOf(b.holding, b.linear.net, linear, options), s, false);
    }

    function _initialTerms(BookLoss.Book memory b, Scene memory s) private pure returns (BookLoss.Terms memory) {
        (uint256 linear, uint256 options) = (s.market.linearInitialWidth, s.market.initialWidth);
        uint256 width = Exposure.widthOf(b.holding, b.linear.net, linear, options);
        width = FixedPoint.mulUp(width, s.market.crowding) + FixedPoint.divUp(s.market.halfWidth, s.market.price);
        return _terms(width, s, true);
    }

    function _terms(uint256 width, Scene memory s, bool spread) private pure returns (BookLoss.Terms memory) {
        return
            BookLoss.Terms({
                width: width,
                shifts: ScenarioGrid.shiftsOf(width, s.model),
                shortShare: FixedPoint.mulUp(s.market.price, s.model.shortContingency),
                spread: spread,
                model: s.model
            });
    }

    function _load(Holding memory h, Scene memory s) private pure returns (BookLoss.Book memory b) {
        b.holding = h;
        b.tenors = new ScenarioGrid.Tenor[](h.expiries.length);
        b.options = new ScenarioGrid.Option[](h.options.length);
        uint256 next = 0;
        for (uint256 i = 0; i < h.expiries.length; ++i) {
            ScenarioGrid.Tenor memory tenor = s.tenors[_placeOf(h.expiries[i].expiry, s.market)];
            b.tenors[i] = tenor;
            for (uint256 end = next + h.expiries[i].options; next < end; ++next) {
                uint256 word = h.options[next];
                Instrument instrument = Instrument.wrap(uint128(word >> 128));
                ScenarioGrid.load(b.options[next], instrument, int128(uint128(word)), tenor);
            }
        }
        b.linear = Exposure.load(h, s.market, b.tenors);
    }

    function _placeOf(uint256 expiry, MarketState memory market) private pure returns (uint256 place) {
        uint256 n = market.expiries.length;
        while (place < n && market.expiries[place].expiry != expiry) ++place;
        require(place < n, IRiskEngine.ExpiryMissing(market.market, expiry));
    }

    function _sceneOf(
        Holding[] memory holdings,
        PricePoint point
    ) private view returns (Scene memory scene, IPriceOracle.Status status) {
        (uint40[] memory expiries, bool perpetual) = _wanted(holdings);
        MarketState memory market;
        RiskModel memory model;
        (market, status, model) = inputs.marketState(holdings[0].market, expiries, perpetual, point);
        scene = _prepare(market, model);
    }

    function _prepare(MarketState memory market, RiskModel memory model) private pure returns (Scene memory s) {
        (s.market, s.model) = (market, model);
        s.tenors = new ScenarioGrid.Tenor[](market.expiries.length);
        for (uint256 i = 0; i < market.expiries.length; ++i) {
            ExpiryState memory e = market.expiries[i];
            s.tenors[i] = ScenarioGrid.tenorOf(e, market, model);
        }
    }

    /// @dev The expiries of all holdings, and whether any has a perpetual.
    function _wanted(Holding[] memory holdings) private pure returns (uint40[] memory expiries, bool perpetual) {
        uint256 n = 0;
        for (uint256 i = 0; i < holdings.length; ++i) {
            n += holdings[i].expiries.length;
        }
        expiries = new uint40[](n);
        uint256 kept = 0;
        for (uint256 i = 0; i < holdings.length; ++i) {
            for (uint256 j = 0; j < holdings[i].expiries.length; ++j) {
                uint40 expiry = holdings[i].expiries[j].expiry;
                uint256 k = 0;
                while (k < kept && expiries[k] != expiry) ++k;
                if (k == kept) expiries[kept++] = expiry;
            }
            for (uint256 j = 0; j < holdings[i].linear.length; ++j) {
                if (holdings[i].linear[j].expiry == 0) perpetual = true;
            }
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(expiries, kept)
        }
    }
}
