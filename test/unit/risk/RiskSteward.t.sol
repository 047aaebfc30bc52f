// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {MarketRisk, RiskModel} from "../../../contracts/interfaces/IRiskParameters.sol";
import {IRiskSteward} from "../../../contracts/interfaces/IRiskSteward.sol";
import {VM} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice A steward can move parameters a little, once a day, and no further than a quarter from where governance left them.
contract RiskStewardTest is World {
    IRiskSteward private steward;

    function setUp() public {
        _build();
        steward = IRiskSteward(_new("RiskSteward", abi.encode(accessManager, engine, riskParameters)));
        // Here every restricted function needs the admin's role.
        IAccessManager(accessManager).grantRole(0, address(steward), 0);
        MarketRisk memory r = riskParameters.marketRisk(ETH);
        (r.widthFloor, r.linearWidthFloor, r.widthCap) = (0.13e18, 0.075e18, 0.35e18);
        riskParameters.setMarketRisk(ETH, r);
    }

    function test_books_needMargin() external view {
        uint256[3] memory m = steward.referenceMargins(riskParameters.riskModel(), riskParameters.marketRisk(ETH));
        for (uint256 i = 0; i < 3; ++i) {
            require(m[i] > 50e18 && m[i] < 2_000e18, "a reference book that measures nothing");
        }
    }

    function test_smallStep_isTaken() external {
        RiskModel memory m = riskParameters.riskModel();
        m.shortContingency = 0.0153e18;
        steward.moveModel(m);
        require(riskParameters.riskModel().shortContingency == 0.0153e18, "moved");
        MarketRisk memory r = riskParameters.marketRisk(ETH);
        r.widthFloor = 0.133e18;
        steward.moveMarket(ETH, r);
        require(riskParameters.marketRisk(ETH).widthFloor == 0.133e18, "moved");
    }

    function test_secondStep_waitsADay() external {
        MarketRisk memory r = riskParameters.marketRisk(ETH);
        r.widthFloor = 0.131e18;
        steward.moveMarket(ETH, r);
        r.widthFloor = 0.132e18;
        uint256 due = block.timestamp + 1 days;
        VM.warp(due - 1);
        VM.expectRevert(abi.encodeWithSelector(IRiskSteward.TooSoon.selector, due));
        steward.moveMarket(ETH, r);
        // The model is another matter.
        RiskModel memory m = riskParameters.riskModel();
        m.basis = 0.0051e18;
        steward.moveModel(m);
        VM.warp(due);
        steward.moveMarket(ETH, r);
    }

    function test_step_isAtMostATwentieth_ofEveryField() external {
        RiskModel memory m = riskParameters.riskModel();
        m.minimumInitialMargin = 106e18;
        VM.expectRevert(abi.encodeWithSelector(IRiskSteward.StepTooLarge.selector, uint256(13), 106e18, 95e18, 105e18));
        steward.moveModel(m);
        MarketRisk memory r = riskParameters.marketRisk(ETH);
        r.rate = 0.0001e18;
        // What is 0 stays 0: there is no small step from it.
        VM.expectRevert(abi.encodeWithSelector(IRiskSteward.StepTooLarge.selector, uint256(0), 0.0001e18, 0, 0));
        steward.moveMarket(ETH, r);
    }

    function test_margin_movesAtMostThreePercent() external {
        MarketRisk memory r = riskParameters.marketRisk(ETH);
        r.widthFloor = 0.1365e18;
        VM.expectPartialRevert(IRiskSteward.MarginMoved.selector);
        steward.moveMarket(ETH, r);
    }

    function test_margin_staysWithinAQuarter_howeverLongItTakes() external {
        bool stopped = false;
        uint256[3] memory first = steward.referenceMargins(riskParameters.riskModel(), riskParameters.marketRisk(ETH));
        for (uint256 day = 0; day < 20 && !stopped; ++day) {
            MarketRisk memory r = riskParameters.marketRisk(ETH);
            // Lower width factors and floors, as far as a day allows.
            uint64 step = 0.975e18;
            r.widthFactor = uint64(((uint256(r.widthFactor) * step) / 1e30) * 1e12);
            r.widthFloor = uint64(((uint256(r.widthFloor) * step) / 1e32) * 1e14);
            r.linearWidthFloor = uint64(((uint256(r.linearWidthFloor) * step) / 1e32) * 1e14);
            r.widthCap = uint64(((uint256(r.widthCap) * step) / 1e32) * 1e14);
            try steward.moveMarket(ETH, r) {
                VM.warp(block.timestamp + 1 days);
            } catch (bytes memory reason) {
                bytes4 why = bytes4(reason);
                bool far =
                    why == IRiskSteward.MarginFarFromAnchor.selector || why == IRiskSteward.StepTooLarge.selector;
                require(far, "stopped by something else");
                stopped = true;
            }
        }
        require(stopped, "never stopped");
        uint256[3] memory last = steward.referenceMargins(riskParameters.riskModel(), riskParameters.marketRisk(ETH));
        for (uint256 i = 0; i < 3; ++i) {
            require(last[i] * 4 >= first[i] * 3, "more than a quarter");
        }
    }

    function test_governance_setsANewAnchor() external {
        MarketRisk memory r = riskParameters.marketRisk(ETH);
        r.widthFloor = 0.131e18;
        steward.moveMarket(ETH, r);
        VM.warp(block.timestamp + 1 days);
        r.widthFloor = 0.2e18;
        riskParameters.setMarketRisk(ETH, r);
        // Far from the old anchor, close to the new one.
        r.widthFloor = 0.201e18;
        steward.moveMarket(ETH, r);
    }

    function test_stranger_isRefused() external {
        RiskModel memory m = riskParameters.riskModel();
        VM.prank(address(0xbad));
        VM.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(0xbad)));
        steward.moveModel(m);
    }
}
