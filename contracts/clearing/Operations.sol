// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {Transition} from "../interfaces/IRiskEngine.sol";
import {Journal} from "./Journal.sol";
import {Portfolios} from "./Portfolios.sol";

/// @title Operations
/// @notice The frame of every operation: one at a time, checks at the end of the outermost, tokens after the checks. What
/// an account has to satisfy is the risk engine's rule.
abstract contract Operations is Portfolios {
    using SafeERC20 for IERC20;

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
        _checkAccounts();
        uint256 payments = Journal.paymentCount();
        for (uint256 i = 0; i < payments; ++i) {
            _pay(Journal.paymentAt(i));
        }
        Journal.clear();
    }

    /// @dev Holds every account that was changed by anything but a deposit or a settlement to the rule, in one call.
    function _checkAccounts() private view {
        uint256 n = Journal.accountCount();
        Transition[] memory transitions = new Transition[](n);
        uint256 kept = 0;
        for (uint256 i = 0; i < n; ++i) {
            uint256 account = Journal.accountAt(i);
            if (Journal.mustCheck(account)) transitions[kept++] = _transitionOf(account);
        }
        if (kept == 0) return;
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(transitions, kept)
        }
        riskEngine.check(transitions);
    }

    function _pay(Journal.Payment memory payment) private {
        IERC20 token = IERC20(payment.token);
        uint256 held = token.balanceOf(address(this));
        require(payment.amount <= held, InsufficientTokens(payment.token, payment.amount, held));
        token.safeTransfer(payment.to, payment.amount);
    }

    function _isInsider(address caller) private view returns (bool) {
        return caller == router || caller == exchange || caller == liquidator;
    }
}
