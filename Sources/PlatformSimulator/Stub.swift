enum PlatformSimulatorStub {}
