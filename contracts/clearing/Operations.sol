// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {PricePoint} from "../interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {Margin, Portfolio} from "../interfaces/IRiskEngine.sol";
import {Journal} from "./Journal.sol";
import {Portfolios} from "./Portfolios.sol";

/// @title Operations
/// @notice The frame of every operation: one at a time, checks at the end of the outermost, tokens after the checks.
/// The rule: afterwards E' ≥ I', or M' did not rise and health did not fall.
abstract contract Operations is Portfolios {
    using SafeERC20 for IERC20;

    /// @dev A reduction may leave or deepen debt when it costs at most this share of the margin that it frees.
    uint256 private constant CLOSING_COST_SHARE = 100;

    bool private transient locked;
    bool private transient batch;

    /// @dev Opens an operation. Nothing else can enter until it ends, token calls included. While a batch is open
    /// only the router and the modules come in, so nobody else's operation is mixed into it.
    modifier operation() {
        require(!locked, OperationInProgress());
        require(!batch || _isInsider(msg.sender), OperationInProgress());
        locked = true;
        _;
        if (!batch) _conclude();
        locked = false;
    }

    /// @inheritdoc IClearingHouse
    function beginBatch() external {
        // Not msg.sender: a call that the router forwards for a user carries the user's address and stops here.
        require(_msgSender() == router, NotRouter(_msgSender()));
        require(!locked && !batch, OperationInProgress());
        batch = true;
    }

    /// @inheritdoc IClearingHouse
    function endBatch() external {
        require(_msgSender() == router, NotRouter(_msgSender()));
        require(batch, NoBatchInProgress());
        require(!locked, OperationInProgress());
        locked = true;
        _conclude();
        batch = false;
        locked = false;
    }

    /// @inheritdoc IClearingHouse
    function inBatch() external view returns (bool) {
        return batch;
    }

    /// @dev Settles what has expired, then notes how the account stands.
    function _touch(uint256 account) internal {
        if (Journal.isTouched(account)) return;
        _settlePositions(account);
        Journal.touch(account, _cashOf(account));
    }

    function _conclude() private {
        uint256 n = Journal.accountCount();
        for (uint256 i = 0; i < n; ++i) {
            uint256 account = Journal.accountAt(i);
            if (Journal.mustCheck(account)) _check(account);
        }
        uint256 payments = Journal.paymentCount();
        for (uint256 i = 0; i < payments; ++i) {
            _pay(Journal.paymentAt(i));
        }
        Journal.clear();
    }

    function _pay(Journal.Payment memory payment) private {
        IERC20 token = IERC20(payment.token);
        uint256 held = token.balanceOf(address(this));
        require(payment.amount <= held, InsufficientTokens(payment.token, payment.amount, held));
        token.safeTransfer(payment.to, payment.amount);
    }

    function _check(uint256 account) private view {
        Portfolio memory current = portfolioOf(account);
        if (riskEngine.neverOwes(current)) return;
        (Margin memory margin, IPriceOracle.Status status) = riskEngine.margin(current, PricePoint.Mid);
        bool deeperInDebt = current.cash < 0 && current.cash < Journal.cashBefore(account);
        if (status == IPriceOracle.Status.Down) _requireNoNewRisk(account);
        bool sound = margin.equity >= 0 && uint256(margin.equity) >= margin.initial;
        if (sound && !deeperInDebt) return;

        Portfolio memory past = _portfolioBefore(account, current);
        (Margin memory before, ) = riskEngine.margin(past, PricePoint.Mid);
        if (deeperInDebt) require(_isFairReduction(before, margin), VoluntaryDebt(account, current.cash));
        require(sound || _healthHeld(before, margin), InsufficientMargin(account, margin.initial, margin.equity));
    }

    /// @dev No position grows in a market without a price, whatever the account has beside it.
    function _requireNoNewRisk(uint256 account) private view {
        IPriceOracle oracle = riskEngine.oracle();
        uint256 n = Journal.changeCount(account);
        for (uint256 i = 0; i < n; ++i) {
            (Instrument instrument, int256 before) = Journal.changeAt(account, i);
            (, int256 size) = _find(accounts[account], instrument);
            if (size == before || !_opens(before, size)) continue;
            bool down = oracle.read(instrument.market()).status == IPriceOracle.Status.Down;
            require(!down, NewRiskWhileDown(account));
        }
    }

    /// @dev M' ≤ M, and E'/M' ≥ E/M for a solvent account, E' ≥ E for an insolvent one or one without margin.
    function _healthHeld(Margin memory before, Margin memory margin) private pure returns (bool) {
        if (margin.maintenance > before.maintenance) return false;
        if (before.equity <= 0 || before.maintenance == 0) return margin.equity >= before.equity;
        if (margin.equity < 0) return false;
        return uint256(margin.equity) * before.maintenance >= uint256(before.equity) * margin.maintenance;
    }

    /// @dev A reduction at a price within 1% of the freed margin of mark, with equity left.
    function _isFairReduction(Margin memory before, Margin memory margin) private pure returns (bool) {
        if (margin.equity <= 0 || margin.maintenance >= before.maintenance) return false;
        int256 freed = int256(before.maintenance - margin.maintenance);
        return before.equity - margin.equity <= freed / int256(CLOSING_COST_SHARE);
    }

    function _isInsider(address caller) private view returns (bool) {
        return caller == router || caller == exchange || caller == liquidator;
    }
}
