// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {PricePoint} from "../interfaces/IMarketInputs.sol";
import {Assessment, Holding, IMarketMargins, Need} from "../interfaces/IMarketMargins.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {Portfolio, Position, Transition} from "../interfaces/IRiskEngine.sol";
import {Holdings} from "./Holdings.sol";

/// @title OperationRule
/// @notice The rule that every operation ends with: afterwards equity covers the initial margin, or the maintenance margin
/// did not rise and health did not fall. The second half is computed only for who fails the first.
library OperationRule {
    /// @dev A reduction may leave or deepen debt when it costs at most this share of the margin that it frees.
    uint256 private constant CLOSING_COST_SHARE = 100;

    /// @dev An account as it stands: equity and margins so far, worst status among its markets. maintenance: as far as it
    /// could be the greater one.
    struct Standing {
        Holding[] holdings;
        bool safe;
        int256 equity;
        uint256 initial;
        uint256 maintenance;
        uint256 minimum;
        IPriceOracle.Status worst;
    }

    /// @dev Equity and maintenance margin before and after, wad.
    struct Comparison {
        int256 equity;
        uint256 maintenance;
        int256 pastEquity;
        uint256 pastMaintenance;
    }

    /// @notice Reverts unless every transition keeps the rule.
    function check(Transition[] memory transitions, IMarketMargins margins, IPriceOracle oracle) internal view {
        Standing[] memory standings = new Standing[](transitions.length);
        for (uint256 i = 0; i < transitions.length; ++i) {
            Portfolio memory current = transitions[i].current;
            Standing memory s = standings[i];
            s.holdings = Holdings.split(current);
            s.equity = current.cash;
            s.safe = Holdings.neverOwes(current.cash, s.holdings);
        }
        _assess(standings, margins);
        for (uint256 i = 0; i < transitions.length; ++i) {
            if (!standings[i].safe) _judge(transitions[i], standings[i], margins, oracle);
        }
    }

    /// @notice Whether a change from one size to another is anything but a reduction.
    function opens(int256 before, int256 size) internal pure returns (bool) {
        return before > 0 ? (size > before || size < 0) : (size < before || size > 0);
    }

    /// @dev Equity and initial margin of all accounts that can owe, market by market, so that the inputs are read once.
    function _assess(Standing[] memory standings, IMarketMargins margins) private view {
        for (uint256 i = 0; i < standings.length; ++i) {
            if (standings[i].safe) continue;
            for (uint256 j = 0; j < standings[i].holdings.length; ++j) {
                uint24 market = standings[i].holdings[j].market;
                if (!_isIn(standings, i, market)) _assessMarket(standings, i, market, margins);
            }
        }
    }

    /// @dev Whether one of the first `n` accounts holds anything in a market: it is assessed already.
    function _isIn(Standing[] memory standings, uint256 n, uint24 market) private pure returns (bool) {
        for (uint256 i = 0; i < n; ++i) {
            if (!standings[i].safe && Holdings.find(standings[i].holdings, market) < standings[i].holdings.length) {
                return true;
            }
        }
        return false;
    }

    function _assessMarket(
        Standing[] memory standings,
        uint256 first,
        uint24 market,
        IMarketMargins margins
    ) private view {
        Holding[] memory holdings = new Holding[](standings.length - first);
        uint256[] memory owners = new uint256[](holdings.length);
        uint256 kept = 0;
        for (uint256 i = first; i < standings.length; ++i) {
            uint256 place = Holdings.find(standings[i].holdings, market);
            if (standings[i].safe || place == standings[i].holdings.length) continue;
            (holdings[kept], owners[kept]) = (standings[i].holdings[place], i);
            ++kept;
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(holdings, kept)
        }
        (Assessment[] memory parts, IPriceOracle.Status status, uint256 minimum) = margins.assess(
            holdings,
            PricePoint.Mid,
            Need.Initial
        );
        for (uint256 i = 0; i < kept; ++i) {
            Standing memory s = standings[owners[i]];
            s.equity += parts[i].equity;
            s.initial += parts[i].initial;
            s.maintenance += parts[i].maintenance;
            s.minimum = minimum;
            if (status > s.worst) s.worst = status;
        }
    }

    function _judge(Transition memory t, Standing memory s, IMarketMargins margins, IPriceOracle oracle) private view {
        if (s.worst == IPriceOracle.Status.Down) _requireNoNewRisk(t, oracle);
        uint256 required = Math.max(Math.max(s.initial, s.minimum), s.maintenance);
        bool sound = s.equity >= 0 && uint256(s.equity) >= required;
        bool deeperInDebt = t.current.cash < 0 && t.current.cash < t.pastCash;
        if (sound && !deeperInDebt) return;
        Comparison memory c = _compare(t, s, margins);
        if (deeperInDebt) {
            require(_isFairReduction(c), IClearingHouse.VoluntaryDebt(t.account, t.current.cash));
        }
        require(
            sound || _healthHeld(c),
            IClearingHouse.InsufficientMargin(t.account, Math.max(required, c.maintenance), c.equity)
        );
    }

    /// @dev No position grows in a market without a price, whatever the account has beside it.
    function _requireNoNewRisk(Transition memory t, IPriceOracle oracle) private view {
        for (uint256 i = 0; i < t.pastPositions.length; ++i) {
            Instrument instrument = t.pastPositions[i].instrument;
            int256 size = _sizeOf(t.current.positions, instrument);
            if (size == t.pastPositions[i].size || !opens(t.pastPositions[i].size, size)) continue;
            bool down = oracle.read(instrument.market()).status == IPriceOracle.Status.Down;
            require(!down, IClearingHouse.NewRiskWhileDown(t.account));
        }
    }

    /// @dev Both sides of the comparison at the same inputs, which are read once; what did not change is valued once.
    function _compare(
        Transition memory t,
        Standing memory s,
        IMarketMargins margins
    ) private view returns (Comparison memory c) {
        Portfolio memory past = _pastOf(t);
        Holding[] memory pastHoldings = Holdings.split(past);
        (c.equity, c.pastEquity) = (t.current.cash, past.cash);
        Holding[] memory pair = new Holding[](2);
        for (uint256 i = 0; i < s.holdings.length; ++i) {
            pair[0] = s.holdings[i];
            pair[1] = Holdings.inMarket(pastHoldings, pair[0].market);
            _addTo(c, pair, margins);
        }
        for (uint256 i = 0; i < pastHoldings.length; ++i) {
            pair[1] = pastHoldings[i];
            if (Holdings.find(s.holdings, pair[1].market) < s.holdings.length) continue;
            pair[0] = Holdings.inMarket(s.holdings, pair[1].market);
            _addTo(c, pair, margins);
        }
        if (Holdings.neverOwes(past.cash, pastHoldings)) c.pastMaintenance = 0;
    }

    function _addTo(Comparison memory c, Holding[] memory pair, IMarketMargins margins) private view {
        (Assessment[] memory parts, , ) = margins.assess(pair, PricePoint.Mid, Need.Maintenance);
        c.equity += parts[0].equity;
        c.maintenance += parts[0].maintenance;
        c.pastEquity += parts[1].equity;
        c.pastMaintenance += parts[1].maintenance;
    }

    /// @dev M' ≤ M, and E'/M' ≥ E/M for a solvent account, E' ≥ E for an insolvent one or one without margin.
    function _healthHeld(Comparison memory c) private pure returns (bool) {
        if (c.maintenance > c.pastMaintenance) return false;
        if (c.pastEquity <= 0 || c.pastMaintenance == 0) return c.equity >= c.pastEquity;
        if (c.equity < 0) return false;
        return uint256(c.equity) * c.pastMaintenance >= uint256(c.pastEquity) * c.maintenance;
    }

    /// @dev A reduction at a price within 1% of the freed margin of mark, with equity left.
    function _isFairReduction(Comparison memory c) private pure returns (bool) {
        if (c.equity <= 0 || c.maintenance >= c.pastMaintenance) return false;
        int256 freed = int256(c.pastMaintenance - c.maintenance);
        return c.pastEquity - c.equity <= freed / int256(CLOSING_COST_SHARE);
    }

    /// @dev The account as it stood when the operation first touched it.
    function _pastOf(Transition memory t) private pure returns (Portfolio memory past) {
        uint256 n = t.current.positions.length;
        past.cash = t.pastCash;
        past.collateral = t.pastCollateral;
        past.positions = new Position[](n + t.pastPositions.length);
        uint256 kept = 0;
        for (uint256 i = 0; i < n; ++i) {
            Position memory p = t.current.positions[i];
            if (!_isListed(t.pastPositions, p.instrument)) past.positions[kept++] = p;
        }
        for (uint256 i = 0; i < t.pastPositions.length; ++i) {
            past.positions[kept++] = t.pastPositions[i];
        }
        Position[] memory positions = past.positions;
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(positions, kept)
        }
    }

    function _isListed(Position[] memory positions, Instrument instrument) private pure returns (bool) {
        for (uint256 i = 0; i < positions.length; ++i) {
            if (positions[i].instrument == instrument) return true;
        }
        return false;
    }

    function _sizeOf(Position[] memory positions, Instrument instrument) private pure returns (int256) {
        for (uint256 i = 0; i < positions.length; ++i) {
            if (positions[i].instrument == instrument) return positions[i].size;
        }
        return 0;
    }
}
