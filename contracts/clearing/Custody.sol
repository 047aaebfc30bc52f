// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {Collateral} from "../interfaces/IRiskParameters.sol";
import {Journal} from "./Journal.sol";
import {Operations} from "./Operations.sol";

/// @title Custody
/// @notice Tokens in and out. Units of the tokens exist only here; inside, everything is wad.
abstract contract Custody is Operations {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @inheritdoc IClearingHouse
    function deposit(uint256 account, address token, uint256 amount) external operation {
        require(amount != 0, ZeroAmount());
        require(account != 0 && account <= accountToken.count(), UnknownAccount(account));
        bool isCash = token == address(cashToken);
        uint24 market = isCash ? 0 : riskParameters.collateralMarket(token);
        // Pulled before it is credited, so that no view ever sees cash that has not arrived; the frame keeps re-entry
        // out.
        _pull(IERC20(token), amount);
        if (isCash) {
            int256 cash = (amount * cashScale).toInt256();
            _addCash(account, cash);
            if (Journal.isTouched(account)) Journal.addCashBefore(account, cash);
        } else {
            // Only the owner's: what a stranger gives could tie the account to a market whose feed is dead.
            _requireOwner(account);
            bool down = riskEngine.oracle().read(market).status == IPriceOracle.Status.Down;
            require(!down, NewRiskWhileDown(account));
            _depositCollateral(account, market, amount);
        }
        emit Deposited(account, token, amount, _msgSender());
    }

    /// @inheritdoc IClearingHouse
    function withdraw(uint256 account, address token, uint256 amount, address to) external operation {
        require(amount != 0, ZeroAmount());
        require(to != address(0), ZeroRecipient());
        _requireOwner(account);
        if (token == address(cashToken)) {
            _touch(account);
            Journal.requireCheck(account);
            _addCash(account, -(amount * cashScale).toInt256());
        } else {
            uint24 market = riskParameters.collateralMarket(token);
            uint256 wad = amount * _scale(riskParameters.collateral(market));
            _recordCollateral(account, market);
            _takeCollateral(account, market, wad);
            collateralTotal[market] -= wad;
        }
        Journal.addPayment(token, to, amount);
        emit Withdrawn(account, token, amount, to);
    }

    /// @dev Adds collateral of a market to an account.
    function _giveCollateral(uint256 account, uint24 market, uint256 wad) internal {
        if (wad == 0) return;
        collateralOf_[account][market] += wad;
        Account storage a = accounts[account];
        a.collateralMask |= _bit(market);
    }

    /// @dev Takes collateral of a market from an account.
    function _takeCollateral(uint256 account, uint24 market, uint256 wad) internal {
        Account storage a = accounts[account];
        uint256 held = collateralOf_[account][market];
        require(wad <= held, InsufficientCollateral(account, market, wad, held));
        collateralOf_[account][market] = held - wad;
        if (wad == held) a.collateralMask &= ~_bit(market);
    }

    /// @dev Opens the account for a change of its collateral, noting how much there was.
    function _recordCollateral(uint256 account, uint24 market) internal {
        _touch(account);
        Journal.requireCheck(account);
        Journal.recordCollateral(account, market, collateralOf_[account][market], accounts[account].collateralMask);
    }

    function _requireOwner(uint256 account) private view {
        address sender = _msgSender();
        require(accountToken.ownerOf(account) == sender, NotAccountOwner(account, sender));
    }

    function _depositCollateral(uint256 account, uint24 market, uint256 amount) private {
        Collateral memory collateral = riskParameters.collateral(market);
        uint256 wad = amount * _scale(collateral);
        uint256 total = collateralTotal[market] + wad;
        require(total <= collateral.cap, CollateralCap(market, total, collateral.cap));
        collateralTotal[market] = total;
        _giveCollateral(account, market, wad);
        Journal.addCollateralBefore(account, market, wad);
    }

    /// @dev A token that delivers another amount than asked is refused.
    function _pull(IERC20 token, uint256 amount) private {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(_msgSender(), address(this), amount);
        uint256 received = token.balanceOf(address(this)) - before;
        require(received == amount, TransferMismatch(address(token), amount, received));
    }

    function _scale(Collateral memory collateral) private pure returns (uint256) {
        // Listing refuses more than 18 decimals.
        return 10 ** (18 - collateral.decimals);
    }

    function _bit(uint24 market) private pure returns (uint64) {
        return uint64(1 << (market - 1));
    }
}
