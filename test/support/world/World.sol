// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Leg, OrderFlags} from "../../../contracts/exchange/Order.sol";
import {Instrument, InstrumentCodec, Kind} from "../../../contracts/instruments/Instrument.sol";
import {IAccountToken} from "../../../contracts/interfaces/IAccountToken.sol";
import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {FeeSchedule, Fill, IExchange} from "../../../contracts/interfaces/IExchange.sol";
import {FundingTerms, IFunding, IImbalanceSource} from "../../../contracts/interfaces/IFunding.sol";
import {ILiquidator} from "../../../contracts/interfaces/ILiquidator.sol";
import {IMarketInputs, PricePoint} from "../../../contracts/interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";
import {ClockSettings, IRealizedVolatility} from "../../../contracts/interfaces/IRealizedVolatility.sol";
import {IRiskEngine, Margin} from "../../../contracts/interfaces/IRiskEngine.sol";
import {IRiskParameters, MarketRisk, RiskModel} from "../../../contracts/interfaces/IRiskParameters.sol";
import {IRouter} from "../../../contracts/interfaces/IRouter.sol";
import {ISettlementOracle} from "../../../contracts/interfaces/ISettlementOracle.sol";
import {IUpkeep} from "../../../contracts/interfaces/IUpkeep.sol";
import {IVolatilitySurface} from "../../../contracts/interfaces/IVolatilitySurface.sol";
import {IBandReference, IHouseFactory, ITestToken} from "./Doubles.sol";
import {PhasedFeed} from "./PhasedFeed.sol";
import {VM} from "./Vm.sol";

/// @title World
/// @notice The whole protocol with one market (ETH at 2,000 USDC, WETH as collateral), as the deployment scripts make
/// it, and a few words to act in it. A test that inherits it starts with everything running.
abstract contract World {
    uint24 internal constant ETH = 1;
    uint256 internal constant FUND = 1;
    uint256 internal constant TREASURY = 2;
    /// @dev A Friday, 09:00 UTC.
    uint256 internal constant START = 1_772_787_600;
    uint256 internal constant WAD = 1e18;

    ITestToken internal usdc;
    ITestToken internal weth;
    PhasedFeed internal feed;
    address internal accessManager;
    IRiskParameters internal riskParameters;
    IPriceOracle internal oracle;
    IRealizedVolatility internal clock;
    IVolatilitySurface internal surface;
    IMarketInputs internal inputs;
    IFunding internal funding;
    IUpkeep internal upkeep;
    /// @dev The second source of ETH, when `_addBand` has added it.
    IBandReference internal band;
    ISettlementOracle internal settlementOracle;
    IRiskEngine internal engine;
    IAccountToken internal accountToken;
    IExchange internal exchange;
    ILiquidator internal liquidator;
    IRouter internal router;
    IClearingHouse internal house;

    uint256 private nextNonce;

    error NotDeployed(string name);

    function _build() internal {
        VM.warp(START);
        usdc = ITestToken(_new("TestToken", abi.encode("USD Coin", "USDC", 6)));
        weth = ITestToken(_new("TestToken", abi.encode("Wrapped Ether", "WETH", 18)));
        feed = new PhasedFeed(8, 2000e8);
        accessManager = _new("AccessManager", abi.encode(address(this)));
        riskParameters = IRiskParameters(_new("RiskParameters", abi.encode(accessManager, _model())));
        oracle = IPriceOracle(_new("PriceOracle", abi.encode(accessManager, riskParameters)));
        clock = IRealizedVolatility(address(oracle));
        settlementOracle = ISettlementOracle(_new("SettlementOracle", abi.encode(oracle, oracle)));
        surface = IVolatilitySurface(_new("VolatilitySurface", abi.encode(accessManager, oracle)));
        _buildHouse();
        _configure();
    }

    function _buildHouse() private {
        IHouseFactory factory = IHouseFactory(_new("HouseFactory", ""));
        address predicted = factory.clearingHouse();
        funding = IFunding(_new("Funding", abi.encode(accessManager, predicted, oracle, riskParameters)));
        bytes memory read = abi.encode(oracle, oracle, surface, riskParameters, predicted, funding);
        inputs = IMarketInputs(_new("MarketInputs", read));
        uint256 gasMarket = ETH;
        upkeep = IUpkeep(_new("Upkeep", abi.encode(accessManager, predicted, inputs, settlementOracle, gasMarket)));
        engine = IRiskEngine(_new("RiskEngine", abi.encode(_new("MarketMargins", abi.encode(inputs)))));
        address routerAddress = factory.router();
        address fund = _new("InsuranceFund", abi.encode(predicted));
        accountToken = IAccountToken(_new("AccountToken", abi.encode(predicted, fund, address(this))));
        FeeSchedule memory fees = FeeSchedule(0.0003e18, 0.125e18, 0.6e18);
        exchange = IExchange(
            _new("Exchange", abi.encode(accessManager, predicted, accountToken, oracle, routerAddress, fees))
        );
        liquidator = ILiquidator(_new("Liquidator", abi.encode(predicted, accountToken, engine, routerAddress)));
        router = IRouter(factory.deployRouter(VM.getCode("Router"), address(exchange), address(liquidator)));
        IClearingHouse.Modules memory modules = IClearingHouse.Modules(
            accountToken,
            riskParameters,
            engine,
            settlementOracle,
            funding,
            address(usdc),
            routerAddress,
            address(exchange),
            address(liquidator),
            address(upkeep)
        );
        house = IClearingHouse(factory.deployHouse(VM.getCode("ClearingHouse"), modules));
    }

    /// @dev Deploys from the built artifact: tests run the bytecode that is deployed, and compile quickly.
    function _new(string memory name, bytes memory arguments) internal returns (address made) {
        bytes memory code = bytes.concat(VM.getCode(name), arguments);
        assembly {
            made := create(0, add(code, 32), mload(code))
        }
        require(made != address(0), NotDeployed(name));
    }

    function _configure() private {
        // The test contract is the admin, whose role every restricted function has by default.
        _listMarket(feed);
        riskParameters.listCollateral(ETH, address(weth), 0.9e18);
        riskParameters.setCollateral(ETH, 0.9e18, 1e24);
    }

    /// @dev A market whose volatility is 80% and whose width is 20% until something else is sampled or published.
    function _listMarket(PhasedFeed first) internal returns (uint24 market) {
        market = riskParameters.listMarket(MarketRisk(0, 4.3e18, 0.2e18, 0.1e18, 0.2e18, 0));
        clock.setClock(market, ClockSettings(0.8e18, 0.8e18, 0.8e18));
        oracle.setSource(market, 0, _source(first));
        funding.setFundingTerms(market, FundingTerms(3.65e18, 3.65e18));
    }

    /// @dev Lets the position of an account be what the funding of ETH follows.
    function _followImbalanceOf(uint256 account) internal {
        funding.setImbalanceSource(ETH, IImbalanceSource(_new("AccountImbalance", abi.encode(house, account))));
    }

    /// @dev The adapter of a feed that is late after an hour.
    function _source(PhasedFeed phased) internal returns (IPriceSource) {
        uint32 heartbeat = 1 hours;
        return IPriceSource(_new("ChainlinkSource", abi.encode(phased, heartbeat, 1e10, 1e25, address(0))));
    }

    /// @dev Gives ETH a second, independent source.
    function _addBand() internal {
        band = IBandReference(_new("BandReference", abi.encode(address(this))));
        band.transmit("ETH", uint64(oracle.read(ETH).price / 1e9));
        uint32 heartbeat = 1 hours;
        bytes memory settings = abi.encode(band, "ETH", "USD", heartbeat, 1e10, 1e25);
        oracle.setSource(ETH, 1, IPriceSource(_new("BandSource", settings)));
    }

    function _rounds(uint80 first) internal pure returns (uint80[] memory rounds) {
        rounds = new uint80[](1);
        rounds[0] = first;
    }

    function _model() private pure returns (RiskModel memory) {
        return
            RiskModel({
                volatilityUp: 0.45e18,
                volatilityDown: 0.3e18,
                volatilityDownFloor: 0.2e18,
                shortTenorPower: 0.3e18,
                longTenorPower: 0.13e18,
                tailShift: 2.5e18,
                tailWeight: 0.35e18,
                initialFactor: 1.3e18,
                shortContingency: 0.015e18,
                contingencyTail: 1.5e18,
                contingencyInitialFactor: 1.5e18,
                basis: 0.005e18,
                closeOut: 1e18,
                minimumInitialMargin: 100e18
            });
    }

    // ---- acting

    /// @dev Opens an account for the holder of `key` and puts `cash` whole USDC into it.
    function _openAccount(uint256 key, uint256 cash) internal returns (uint256 account) {
        account = accountToken.open(VM.addr(key));
        if (cash != 0) _deposit(account, cash);
    }

    function _deposit(uint256 account, uint256 wholeUsdc) internal {
        usdc.mint(address(this), wholeUsdc * 1e6);
        usdc.approve(address(house), wholeUsdc * 1e6);
        house.deposit(account, address(usdc), wholeUsdc * 1e6);
    }

    function _depositWeth(uint256 account, uint256 amount) internal {
        address owner = accountToken.ownerOf(account);
        weth.mint(owner, amount);
        VM.prank(owner);
        weth.approve(address(house), amount);
        VM.prank(owner);
        house.deposit(account, address(weth), amount);
    }

    /// @dev The next sample that is due: ten minutes on, in another block. A change of the status is only noted first.
    function _sample() internal {
        VM.warp(block.timestamp + 10 minutes);
        VM.roll(block.number + 1);
        if (clock.sample(ETH)) return;
        VM.roll(block.number + 1);
        clock.sample(ETH);
    }

    function _setPrice(uint256 wholeUsdc) internal {
        feed.update(int256(wholeUsdc * 1e8));
        if (address(band) != address(0)) band.transmit("ETH", uint64(wholeUsdc * 1e9));
    }

    /// @dev A signed one-leg order for `contracts` at `pricePerContract`, seen from the account: negative pays.
    function _order(
        uint256 key,
        uint256 account,
        Instrument instrument,
        bool buys,
        uint256 contracts,
        int256 pricePerContract,
        bool taker
    ) internal returns (Fill memory fill) {
        fill.order.account = account;
        fill.order.accountEpoch = accountToken.epochOf(account);
        fill.order.signer = VM.addr(key);
        fill.order.legs = new Leg[](1);
        fill.order.legs[0] = Leg(instrument, buys ? int64(1) : int64(-1));
        fill.order.lots = uint128(contracts);
        fill.order.price = int128(pricePerContract);
        fill.order.validUntil = type(uint40).max;
        fill.order.nonce = nextNonce++;
        fill.order.flags = taker ? OrderFlags.TAKER : 0;
        fill.lots = contracts;
        fill.signature = _sign(key, exchange.digestOf(fill.order));
    }

    /// @dev The pair of orders of a trade at one price; the buyer takes.
    function _pair(
        uint256 buyerKey,
        uint256 buyer,
        uint256 sellerKey,
        uint256 seller,
        Instrument instrument,
        uint256 contracts,
        uint256 price
    ) internal returns (Fill[] memory fills) {
        fills = new Fill[](2);
        fills[0] = _order(buyerKey, buyer, instrument, true, contracts, -int256(price), true);
        fills[1] = _order(sellerKey, seller, instrument, false, contracts, int256(price), false);
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    // ---- looking

    /// @dev The expiry `number` days ahead at 08:00 UTC.
    function _expiry(uint256 number) internal view returns (uint40) {
        return uint40(((block.timestamp - 8 hours) / 1 days + number) * 1 days + 8 hours);
    }

    function _option(Kind kind, uint40 expiry, uint256 wholeStrike) internal pure returns (Instrument) {
        return InstrumentCodec.pack(ETH, kind, expiry, wholeStrike * WAD);
    }

    function _future(uint40 expiry) internal pure returns (Instrument) {
        return InstrumentCodec.pack(ETH, Kind.Future, expiry, 0);
    }

    function _perpetual() internal pure returns (Instrument) {
        return InstrumentCodec.pack(ETH, Kind.Perpetual, 0, 0);
    }

    function _margin(uint256 account) internal view returns (Margin memory m) {
        (m, ) = engine.margin(house.portfolioOf(account), PricePoint.Mid);
    }
}
